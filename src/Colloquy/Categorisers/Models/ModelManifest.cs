using Colloquy.Categorisers.Models.Features;

namespace Colloquy.Categorisers.Models;

/// <summary>What <c>model.json</c> says: all of a model but its weights.</summary>
public sealed record ModelManifest
{
    /// <summary>Grows when a reader of an older format would misunderstand it.</summary>
    public required int Format { get; init; }
    /// <summary>One of <see cref="LabelKind"/>.</summary>
    public required string Kind { get; init; }
    /// <summary>In ordinal order.</summary>
    public required ImmutableArray<string> Labels { get; init; }
    /// <summary>Whether a text may have several labels.</summary>
    public required bool Several { get; init; }
    /// <summary>ISO 639 codes of the training texts; empty where they did not say. A model with weights of each language leaves out those it is no use in.</summary>
    public required ImmutableArray<string> Languages { get; init; }
    public required FeatureOptions Features { get; init; }
    public required Calibration Calibration { get; init; }
    public required TrainingSummary Training { get; init; }
    /// <summary>Of the weights file, and so of the model.</summary>
    public required string Hash { get; init; }
}
