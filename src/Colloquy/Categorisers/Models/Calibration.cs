namespace Colloquy.Categorisers.Models;

/// <summary>How scores become probabilities, and when the model keeps silent. All of it is chosen on texts that were held out.</summary>
/// <param name="Slope">Of the score.</param>
/// <param name="Offset">Added where texts may have several labels; else 0.</param>
/// <param name="Threshold">A label is claimed from this probability on.</param>
/// <param name="Familiar">Texts that are less like the training texts than this (see <see cref="Prediction.Familiarity"/>) are strange.</param>
public sealed record Calibration(float Slope, float Offset, float Threshold, float Familiar);
