namespace Colloquy.Categorisers.Learning.Evaluation;

/// <summary>How good a model is on labelled texts.</summary>
/// <param name="Kind">What the labels say something about.</param>
/// <param name="Texts">Number of texts.</param>
/// <param name="Accuracy">Share of texts that have exactly the right labels, when the model must always answer.</param>
/// <param name="MacroF1">Mean over the labels that occur, expected or claimed.</param>
/// <param name="MicroF1">Over all labels of all texts.</param>
/// <param name="Coverage">Share of texts that the model answers when it may keep silent.</param>
/// <param name="AnsweredAccuracy">Accuracy on these.</param>
/// <param name="CalibrationError">Expected calibration error in fifteen bins, from 0 to 1.</param>
/// <param name="Majority">Accuracy of always claiming the commonest label.</param>
/// <param name="InScopeAccuracy">Accuracy on texts that are not out of scope; null where no text is out of scope.</param>
/// <param name="InScopeAnswered">The same if silence counts as an error.</param>
/// <param name="OutOfScopeRecall">Share of the texts out of scope that the model recognises, by saying so or by keeping silent.</param>
public sealed record EvaluationReport(
    string Kind,
    int Texts,
    double Accuracy,
    double MacroF1,
    double MicroF1,
    double Coverage,
    double AnsweredAccuracy,
    double CalibrationError,
    double Majority,
    double? InScopeAccuracy,
    double? InScopeAnswered,
    double? OutOfScopeRecall,
    ImmutableArray<LabelQuality> Labels,
    ImmutableArray<LanguageQuality> Languages,
    ImmutableArray<ReliabilityBin> Reliability,
    ImmutableArray<CoverageAtPrecision> Coverages,
    ImmutableArray<Confusion> Confusions);

/// <summary>One label: how often it is expected, and how well it is found.</summary>
public sealed record LabelQuality(string Label, int Texts, double Precision, double Recall, double F1);

/// <summary>The texts of one language.</summary>
public sealed record LanguageQuality(string Language, int Texts, double Accuracy, double MacroF1, double Majority);

/// <summary>Texts whose best probability lies in a range: what the model believed, and how often it was right.</summary>
public sealed record ReliabilityBin(double From, double To, int Texts, double Confidence, double Accuracy);

/// <summary>The share of texts that can be answered if so many of the answers have to be right.</summary>
public sealed record CoverageAtPrecision(double Precision, double Coverage, double Threshold);

/// <summary>How often one label was taken for another.</summary>
public sealed record Confusion(string Expected, string Claimed, int Texts);
