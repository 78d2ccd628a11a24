using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Outcomes;

/// <summary>The last questions of a conversation, to tell whether one is asked again. Reused from conversation to conversation.</summary>
internal sealed class AskedQuestions
{
    private const int MostCompared = 8;

    // One more, for the question at hand.
    private readonly QuestionWords[] _asked = [.. Enumerable.Range(0, MostCompared + 1).Select(_ => new QuestionWords())];
    private int _count;

    public void Clear() => _count = 0;

    /// <returns>Whether the question has much the same words as one of those before.</returns>
    public bool Add(TextReading text)
    {
        var question = _asked[_count % _asked.Length];
        question.Read(text);
        var same = false;
        for (var back = 1; back <= Math.Min(_count, MostCompared) && !same; back++)
        {
            same = question.IsMuchLike(_asked[(_count - back) % _asked.Length]);
        }

        _count++;
        return same;
    }
}
