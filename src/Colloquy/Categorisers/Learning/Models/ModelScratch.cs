using Colloquy.Categorisers.Learning.Features;

namespace Colloquy.Categorisers.Learning.Models;

/// <summary>Working memory of one thread, reused from text to text.</summary>
internal sealed class ModelScratch
{
    [ThreadStatic]
    private static ModelScratch? _ofThread;

    private float[] _probabilities = [];
    private float[] _sums = [];

    public static ModelScratch OfThread => _ofThread ??= new ModelScratch();

    public TextUnits Units { get; } = new();

    /// <summary>Known features of the text at hand and what they weigh in it.</summary>
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
