using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Outcomes;

/// <summary>The last questions of a conversation, to detect repeated ones. Reused from conversation to conversation.</summary>
internal sealed class AskedQuestions
{
    private const int MostCompared = 8;

    // One more for the current question.
    private readonly QuestionWords[] _asked = [.. Enumerable.Range(0, MostCompared + 1).Select(_ => new QuestionWords())];
    private int _count;

    public void Clear() => _count = 0;

    /// <returns>Whether the question has mostly the same words as an earlier one.</returns>
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
