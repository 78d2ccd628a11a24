namespace Colloquy.Categorisers.Matching;

/// <summary>
/// The texts of the current conversation, each read once for all categorisers. A reading belongs to one string instance, so it cannot be
/// mistaken for that of another conversation.
/// </summary>
internal sealed class TextReadings
{
    private const int MostTexts = 128;
    private const int LongestKept = 8192;

    private readonly (string? Text, TextReading? Reading)[] _kept = new (string?, TextReading?)[MostTexts];
    private readonly TextReading _passing = new();

    /// <param name="place">Position of the text in its conversation.</param>
    /// <returns>Valid until the next text is read.</returns>
    public TextReading Of(int place, string? text, CancellationToken cancellationToken = default)
    {
        if (text is null || text.Length > LongestKept || place >= _kept.Length)
        {
            return Of(text, cancellationToken);
        }

        ref var kept = ref _kept[place];
        var reading = kept.Reading ??= new TextReading();
        if (!ReferenceEquals(kept.Text, text))
        {
            kept.Text = null;
            reading.Read(text, TextForm.Folded, cancellationToken);
            kept.Text = text;
        }

        return reading;
    }

    /// <summary>Reads a text that is needed only once.</summary>
    /// <returns>Valid until the next text is read.</returns>
    public TextReading Of(ReadOnlySpan<char> text, CancellationToken cancellationToken = default)
    {
        _passing.Read(text, TextForm.Folded, cancellationToken);
        return _passing;
    }
}
