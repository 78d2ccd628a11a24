using System.Globalization;
using System.Text;

namespace Colloquy.Annotators;

/// <summary>A conversation as a model reads it: the turns that the user saw last, numbered, of a bounded length.</summary>
public static class Transcript
{
    /// <summary>Characters; what is longer is cut in the middle, and says so.</summary>
    public const int Longest = 24_000;

    /// <param name="turns">In the order of their number.</param>
    /// <param name="longest">Characters, without the words that say that something was cut.</param>
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

    /// <summary>The text as it can be sent: without its middle, where it is longer than so many characters, and without halves of characters.</summary>
    public static string CutMiddle(string text, int longest)
    {
        // What the store keeps byte for byte no JSON can carry.
        text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        if (text.Length <= longest)
        {
            return text;
        }

        var head = text.AsSpan(0, longest / 2);
        var tail = text.AsSpan(text.Length - (longest / 2));
        head = char.IsHighSurrogate(head[^1]) ? head[..^1] : head;
        tail = char.IsLowSurrogate(tail[0]) ? tail[1..] : tail;
        return string.Create(CultureInfo.InvariantCulture, $"{head}\n[… {text.Length - head.Length - tail.Length} characters of the middle are left out …]\n{tail}");
    }
}
