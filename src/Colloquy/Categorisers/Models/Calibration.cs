namespace Colloquy.Categorisers.Models;

/// <summary>How scores become probabilities, and when the model abstains. All of it is chosen on held-out texts.</summary>
/// <param name="Slope">Multiplied by the score.</param>
/// <param name="Offset">Added to the product if texts may have several labels; else 0.</param>
/// <param name="Threshold">The least probability at which a label is claimed.</param>
/// <param name="Familiar">Texts with a lower <see cref="Prediction.Familiarity"/> are too unlike the training texts to be labelled.</param>
public sealed record Calibration(float Slope, float Offset, float Threshold, float Familiar);
