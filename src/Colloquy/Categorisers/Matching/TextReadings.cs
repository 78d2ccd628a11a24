using Colloquy.Categorisers.Learning.Features;

namespace Colloquy.Categorisers.Matching;

/// <summary>
/// The texts of the conversation at hand, each read once, whichever categoriser asks first. One a thread. A reading belongs to the very string it was made from,
/// so it cannot be taken for that of another conversation.
/// </summary>
internal sealed class TextReadings
{
    private const int MostTurns = 64;
    private const int LongestKept = 8192;

    [ThreadStatic]
    private static TextReadings? _ofThread;

    private readonly (string? Text, TextReading Reading)[] _kept = [.. Enumerable.Range(0, 2 * MostTurns).Select(_ => ((string?)null, new TextReading()))];
    private readonly TextReading _passing = new();

    public static TextReadings OfThread => _ofThread ??= new TextReadings();

    /// <param name="index">Of the turn in its conversation.</param>
    /// <returns>Valid until the next text is asked for.</returns>
    public TextReading OfQuery(int index, Turn turn, CancellationToken cancellationToken = default) => Of(2 * index, turn.Message.Query, cancellationToken);

    /// <inheritdoc cref="OfQuery"/>
    public TextReading OfAnswer(int index, Turn turn, CancellationToken cancellationToken = default) => Of((2 * index) + 1, turn.Message.Answer, cancellationToken);

    /// <summary>Of a text that is read only once.</summary>
    /// <inheritdoc cref="OfQuery"/>
    public TextReading Of(ReadOnlySpan<char> text, CancellationToken cancellationToken = default)
    {
        _passing.Read(text, TextForm.Folded, cancellationToken);
        return _passing;
    }

    private TextReading Of(int place, string? text, CancellationToken cancellationToken)
    {
        if (text is null || text.Length > LongestKept || place >= _kept.Length)
        {
            return Of(text, cancellationToken);
        }

        ref var kept = ref _kept[place];
        if (!ReferenceEquals(kept.Text, text))
        {
            kept.Text = null;
            kept.Reading.Read(text, TextForm.Folded, cancellationToken);
            kept.Text = text;
        }

        return kept.Reading;
    }
}
