namespace Colloquy.Categorisers.Models;

/// <summary>What a model was trained on, with what, and how good it was on the part held out.</summary>
/// <param name="Cost">Of an error beside the size of the weights, chosen on the held-out part.</param>
/// <param name="HeldOut">Texts that the quality was measured on by a model that had not seen them; the final one has seen all.</param>
public sealed record TrainingSummary(int Texts, int Features, ulong Seed, float Cost, int HeldOut, double Accuracy, double MacroF1, double MicroF1, double Coverage, double CalibrationError);
