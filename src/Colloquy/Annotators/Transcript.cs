using System.Globalization;
using System.Text;

namespace Colloquy.Annotators;

/// <summary>A conversation as text for a model: the turns of the active branch, numbered, with a maximum length.</summary>
public static class Transcript
{
    /// <summary>Maximum number of characters. Longer text is cut in the middle, with a note.</summary>
    public const int Longest = 24_000;

    /// <summary>Writes the transcript.</summary>
    /// <param name="turns">Ordered by number.</param>
    /// <param name="longest">Maximum number of characters, without the note about the cut.</param>
    public static string Of(IEnumerable<Turn> turns, int longest = Longest)
    {
        var text = new StringBuilder();
        foreach (var turn in turns.Where(t => t.Active))
        {
            Add("user", turn.Message.Query);
            Add("assistant", turn.Message.Answer);

            void Add(string who, string? said)
            {
                if (!string.IsNullOrWhiteSpace(said))
                {
                    text.Append(CultureInfo.InvariantCulture, $"[{turn.Number}] {who}: {said.Trim()}\n");
                }
            }
        }

        return CutMiddle(text.ToString(), longest);
    }

    /// <summary>The text in a form that can be sent: its middle cut out if it is too long, and no unpaired surrogates.</summary>
    public static string CutMiddle(string text, int longest)
    {
        // The store keeps unpaired surrogates, but JSON cannot carry them.
        text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        if (text.Length <= longest)
        {
            return text;
        }

        var head = text.AsSpan(0, longest / 2);
        var tail = text.AsSpan(text.Length - (longest / 2));
        head = char.IsHighSurrogate(head[^1]) ? head[..^1] : head;
        tail = char.IsLowSurrogate(tail[0]) ? tail[1..] : tail;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{head}\n[… {text.Length - head.Length - tail.Length} characters of the middle are left out …]\n{tail}");
    }
}
