using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Models.Features;

/// <summary>
/// Hashes of the character n-grams of a word and its surrounding blanks: those of <c>cat</c> are <c>_c</c>, <c>ca</c>, …, <c>_cat_</c>.
/// </summary>
internal ref struct WordGrams(ReadOnlySpan<char> word, int shortest, int longest)
{
    private readonly ReadOnlySpan<char> _word = word;
    private int _start = -1;
    private int _length = shortest - 1;
    private ulong _state;

    public uint Current { get; private set; }

    public bool MoveNext()
    {
        // Positions run from -1 for the blank before the word to its length for the blank after it.
        while (true)
        {
            if (_length == longest || _start + _length > _word.Length)
            {
                _start++;
                _length = shortest - 1;
                if (_start + shortest > _word.Length + 1)
                {
                    return false;
                }
            }

            if (_length == shortest - 1)
            {
                _state = FeatureHash.Begin(3);
                for (var i = _start; i < _start + _length; i++)
                {
                    _state = FeatureHash.Next(_state, At(i));
                }
            }

            _state = FeatureHash.Next(_state, At(_start + _length));
            _length++;
            Current = FeatureHash.End(_state);
            return true;
        }
    }

    public readonly WordGrams GetEnumerator() => this;

    private readonly uint At(int position) => position < 0 || position >= _word.Length ? ' ' : FeatureHash.Normal(_word[position]);
}
