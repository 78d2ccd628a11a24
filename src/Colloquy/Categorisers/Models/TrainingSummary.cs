namespace Colloquy.Categorisers.Models;

/// <summary>The data and parameters of a training, and the quality on the held-out part.</summary>
/// <param name="Texts">Number of examples.</param>
/// <param name="Features">Number of features.</param>
/// <param name="Seed">Seed of the training.</param>
/// <param name="Cost">Cost of an error relative to the size of the weights; chosen on the held-out part.</param>
/// <param name="HeldOut">
/// Number of held-out texts. The quality is that of a model trained without them; the final model has learnt from all texts.
/// </param>
/// <param name="Accuracy">Share of held-out texts with exactly the right labels.</param>
/// <param name="MacroF1">Mean F1 over the labels.</param>
/// <param name="MicroF1">F1 over all labels of all texts.</param>
/// <param name="Coverage">Share of held-out texts on which the model does not abstain.</param>
/// <param name="CalibrationError">Expected calibration error, from 0 to 1.</param>
public sealed record TrainingSummary(
    int Texts,
    int Features,
    ulong Seed,
    float Cost,
    int HeldOut,
    double Accuracy,
    double MacroF1,
    double MicroF1,
    double Coverage,
    double CalibrationError);
