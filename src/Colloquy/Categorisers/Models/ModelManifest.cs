using Colloquy.Categorisers.Models.Features;

namespace Colloquy.Categorisers.Models;

/// <summary>The content of <c>model.json</c>: everything about a model except its weights.</summary>
public sealed record ModelManifest
{
    /// <summary>Version of the format. It is raised when a reader of an older format would misunderstand a model.</summary>
    public required int Format { get; init; }

    /// <summary>Kind of the labels, one of <see cref="LabelKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The labels in ordinal order.</summary>
    public required ImmutableArray<string> Labels { get; init; }

    /// <summary>Whether a text may have several labels.</summary>
    public required bool Several { get; init; }

    /// <summary>
    /// ISO 639 codes of the training texts; empty if their languages are unknown. A model with features by language leaves out the
    /// languages in which it is of no use.
    /// </summary>
    public required ImmutableArray<string> Languages { get; init; }

    /// <summary>Which features texts have.</summary>
    public required FeatureOptions Features { get; init; }

    /// <summary>How scores become probabilities.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>How the model was trained, and its quality.</summary>
    public required TrainingSummary Training { get; init; }

    /// <summary>Hash of the weights, which identifies the model.</summary>
    public required string Hash { get; init; }
}
