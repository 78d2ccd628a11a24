namespace Colloquy.Categorisers.Learning.Evaluation;

/// <summary>The quality of a model on labelled texts. Shares range from 0 to 1.</summary>
/// <param name="Kind">Kind of the labels, one of <see cref="LabelKind"/>.</param>
/// <param name="Texts">Number of texts.</param>
/// <param name="Accuracy">Share of texts with exactly the right labels if the model must always answer.</param>
/// <param name="MacroF1">Mean F1 over the labels that occur, whether expected or claimed.</param>
/// <param name="MicroF1">F1 over all labels of all texts.</param>
/// <param name="Coverage">Share of texts that the model answers if it may abstain.</param>
/// <param name="AnsweredAccuracy">Accuracy on the texts that it answers then.</param>
/// <param name="CalibrationError">Expected calibration error in fifteen bins, from 0 to 1.</param>
/// <param name="Majority">Accuracy of always claiming the most frequent label.</param>
/// <param name="InScopeAccuracy">Accuracy on texts that are in scope; null if no text is out of scope.</param>
/// <param name="InScopeAnswered">The same if abstaining counts as an error.</param>
/// <param name="OutOfScopeRecall">Share of the texts out of scope that the model recognises, by saying so or by abstaining.</param>
/// <param name="Labels">Quality by label.</param>
/// <param name="Languages">Quality by language, for the texts whose language is known.</param>
/// <param name="Reliability">Reliability of the probabilities.</param>
/// <param name="Coverages">Coverage at given precisions.</param>
/// <param name="Confusions">The most frequent confusions, the commonest first.</param>
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

/// <summary>How often a label is expected, and how well it is found.</summary>
/// <param name="Label">The label.</param>
/// <param name="Texts">Number of texts that should have it.</param>
/// <param name="Precision">Share of its claims that are right.</param>
/// <param name="Recall">Share of its texts on which it is claimed.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
public sealed record LabelQuality(string Label, int Texts, double Precision, double Recall, double F1);

/// <summary>Quality on the texts of one language.</summary>
public sealed record LanguageQuality(string Language, int Texts, double Accuracy, double MacroF1, double Majority);

/// <summary>The texts whose best probability lies in a range: how sure the model was on average, and how often it was right.</summary>
public sealed record ReliabilityBin(double From, double To, int Texts, double Confidence, double Accuracy);

/// <summary>The largest share of texts that can be answered with a given precision, and the threshold for it.</summary>
public sealed record CoverageAtPrecision(double Precision, double Coverage, double Threshold);

/// <summary>How often a text that should have had one label got another.</summary>
public sealed record Confusion(string Expected, string Claimed, int Texts);
