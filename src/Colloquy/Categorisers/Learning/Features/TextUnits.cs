using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Learning.Features;

/// <summary>
/// The units of one text, each once with its count, in the order of their first occurrence. Working memory of one thread, reused from text to text: once it
/// has grown to the longest text, nothing is allocated.
/// </summary>
internal sealed class TextUnits
{
    private const uint Spread = 0x51ED_270B;
    private const uint SaltOfWord = 1, SaltOfSign = 2;
    private const uint Beginning = 99;

    // A single huge text must not make every later one slow.
    private const int KeptSlots = 1 << 15;

    private static readonly uint _question = FeatureHash.Of("?", SaltOfSign);

    private char[] _text = new char[1024];
    private Unit[] _units = new Unit[256];
    private int[] _slots = new int[512];
    private uint[] _past = new uint[16];
    private int _count;
    private int _length;

    public ReadOnlySpan<Unit> Units => _units.AsSpan(0, _count);

    /// <summary>Forgets the text before.</summary>
    public void Clear()
    {
        _count = 0;
        _length = 0;
        if (_slots.Length > KeptSlots)
        {
            _slots = new int[512];
        }
        else
        {
            Array.Clear(_slots);
        }
    }

    /// <summary>The word of a unit as it was read.</summary>
    public ReadOnlySpan<char> WordOf(in Unit unit) => _text.AsSpan(unit.Start, unit.Length);

    /// <summary>Adds a text; several make one, without pairs across them.</summary>
    public void Add(ReadOnlySpan<char> text, FeatureOptions options)
    {
        var room = _length + Folding.MaxLength(text.Length);
        if (_text.Length < room)
        {
            Array.Resize(ref _text, Math.Max(room, 2 * _text.Length));
        }

        if (_past.Length < options.Reach)
        {
            _past = new uint[options.Reach];
        }

        var from = _length;
        var rest = _text.AsSpan(from);
        _length += options.Form == TextForm.Folded ? Folding.Fold(text, rest) : Lowering.Lower(text, rest);
        Split(from, options);
    }

    private void Split(int from, FeatureOptions options)
    {
        var text = _text.AsSpan(0, _length);
        var before = Beginning;
        var reached = 0;
        for (var i = from; i < text.Length; i++)
        {
            var start = i;
            uint hash;
            switch (text[i])
            {
                case Folding.Blank:
                    continue;
                case Folding.ClauseEnd:
                    (before, reached) = (Beginning, 0);
                    continue;
                case Folding.QuestionEnd:
                    AddUnit(_question, UnitKind.Sign, i, 1);
                    (before, reached) = (Beginning, 0);
                    continue;
                case var c when Folding.KindOf(c) == CharKind.Unspaced:
                    hash = FeatureHash.Of(text.Slice(i, 1), SaltOfSign);
                    AddUnit(hash, UnitKind.Sign, i, 1);
                    break;
                default:
                    var state = FeatureHash.Begin(SaltOfWord);
                    for (; i < text.Length && text[i] is not (Folding.Blank or Folding.ClauseEnd or Folding.QuestionEnd); i++)
                    {
                        state = FeatureHash.Next(state, text[i] = FeatureHash.Normal(text[i]));
                    }

                    hash = FeatureHash.End(state);
                    AddUnit(hash, UnitKind.Word, start, i - start);
                    i--;
                    break;
            }

            if (options.Pair > 0)
            {
                AddUnit(FeatureHash.OfPair(before, hash), UnitKind.Pair, start, 0);
                before = hash;
            }

            if (options.Reach > 0)
            {
                for (var back = 1; back <= Math.Min(reached, options.Reach); back++)
                {
                    AddUnit(FeatureHash.OfNear(_past[(reached - back) % options.Reach], hash), UnitKind.Near, start, 0);
                }

                _past[reached++ % options.Reach] = hash;
            }
        }
    }

    private void AddUnit(uint hash, UnitKind kind, int start, int length)
    {
        if (2 * _count >= _slots.Length)
        {
            Grow();
        }

        var mask = _slots.Length - 1;
        var slot = (int)(hash * Spread) & mask;
        while (_slots[slot] is var at and not 0)
        {
            ref var unit = ref _units[at - 1];
            if (unit.Hash == hash)
            {
                unit.Count++;
                return;
            }

            slot = (slot + 1) & mask;
        }

        if (_count == _units.Length)
        {
            Array.Resize(ref _units, 2 * _units.Length);
        }

        _units[_count++] = new Unit(hash, kind, start, length, 1);
        _slots[slot] = _count;
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        var mask = _slots.Length - 1;
        for (var i = 0; i < _count; i++)
        {
            var slot = (int)(_units[i].Hash * Spread) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = i + 1;
        }
    }
}
