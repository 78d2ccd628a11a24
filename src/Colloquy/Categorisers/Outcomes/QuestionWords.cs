using System.Numerics;
using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Outcomes;

/// <summary>The distinct words of a question, sorted so that two questions are compared in one pass.</summary>
internal sealed class QuestionWords
{
    private const int LeastWords = 3;

    // Three quarters of the words are the same.
    private const double SameShare = 0.75;

    private uint[] _keys = new uint[32];
    private int _count;
    private bool _sorted;

    // A bit for each word, as in a Bloom filter: a bit that only one question has is a word that they do not share. Most questions are told
    // apart by it.
    private ulong _bits;

    public void Read(TextReading text)
    {
        if (_keys.Length < text.Tokens.Length)
        {
            _keys = new uint[text.Tokens.Length];
        }

        (_count, _sorted, _bits) = (0, false, 0);
        foreach (ref readonly var token in text.Tokens)
        {
            if (token.Kind != TokenKind.End)
            {
                _keys[_count++] = token.Key;
                _bits |= 1ul << (int)(token.Key * 0x9E37_79B1 >> 26);
            }
        }
    }

    public bool IsMuchLike(QuestionWords earlier)
    {
        if (Misses(earlier) || earlier.Misses(this))
        {
            return false;
        }

        var words = Sorted();
        var others = earlier.Sorted();
        return words.Length >= LeastWords && Shared(words, others) >= SameShare * Math.Max(words.Length, others.Length);
    }

    // Whether more than a quarter of the words is certainly missing in the other question.
    private bool Misses(QuestionWords other) => BitOperations.PopCount(_bits & ~other._bits) > (1 - SameShare) * _count;

    private ReadOnlySpan<uint> Sorted()
    {
        if (!_sorted)
        {
            var keys = _keys.AsSpan(0, _count);
            keys.Sort();
            _count = 0;
            foreach (var key in keys)
            {
                if (_count == 0 || _keys[_count - 1] != key)
                {
                    _keys[_count++] = key;
                }
            }

            _sorted = true;
        }

        return _keys.AsSpan(0, _count);
    }

    private static int Shared(ReadOnlySpan<uint> one, ReadOnlySpan<uint> other)
    {
        var (i, j, shared) = (0, 0, 0);
        while (i < one.Length && j < other.Length)
        {
            var (left, right) = (one[i], other[j]);
            shared += left == right ? 1 : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }

        return shared;
    }
}
