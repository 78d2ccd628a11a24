using Colloquy.Categorisers.Models.Features;

namespace Colloquy.Categorisers.Models;

/// <summary>Working memory of models, reused from text to text. Used by one thread at a time.</summary>
internal sealed class ModelMemory
{
    private float[] _probabilities = [];
    private float[] _sums = [];

    /// <summary>The units of the current text.</summary>
    public TextUnits Units { get; } = new();

    /// <summary>The known features of the current text, and how much each counts.</summary>
    public List<(int Feature, float Times)> Terms { get; } = [];

    public Span<float> Sums(int classes) => Room(ref _sums, classes);

    public Span<float> Probabilities(int classes) => Room(ref _probabilities, classes);

    private static Span<float> Room(ref float[] kept, int length)
    {
        if (kept.Length < length)
        {
            kept = new float[length];
        }

        return kept.AsSpan(0, length);
    }
}
