using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Models.Features;

/// <summary>
/// The distinct units of one text with their counts, in the order of their first occurrence. Working memory of one thread, reused from text
/// to text: once it is large enough for the longest text, it allocates nothing.
/// </summary>
internal sealed class TextUnits
{
    private const uint Spread = 0x51ED_270B;
    private const uint Beginning = 99;

    private const int FewSlots = 512;

    // A single huge text must not keep its memory forever.
    private const int KeptSlots = 1 << 15;

    private readonly TextReading _reading = new();
    private char[] _text = new char[1024];
    private Unit[] _units = new Unit[256];
    private int[] _slots = new int[FewSlots];
    private int _count;
    private int _length;

    // Number of slots in use. A short question after a long conversation uses few again.
    private int _size = FewSlots;

    public ReadOnlySpan<Unit> Units => _units.AsSpan(0, _count);

    /// <summary>Removes the units of the previous text.</summary>
    public void Clear()
    {
        _slots.AsSpan(0, _size).Clear();
        (_count, _length, _size) = (0, 0, FewSlots);
        if (_slots.Length > KeptSlots)
        {
            _slots = new int[FewSlots];
        }
    }

    /// <summary>The folded word of a unit.</summary>
    public ReadOnlySpan<char> WordOf(in Unit unit) => _text.AsSpan(unit.Start, unit.Length);

    /// <summary>Adds the units of a text. Several texts may be added; no pair spans two of them.</summary>
    public void Add(ReadOnlySpan<char> text, FeatureOptions options, CancellationToken cancellationToken = default)
    {
        _reading.Read(text, options.Form, cancellationToken);
        Add(_reading, options, cancellationToken);
    }

    /// <summary>The same for a text that was already read, in the form that the options name.</summary>
    public void Add(TextReading reading, FeatureOptions options, CancellationToken cancellationToken = default)
    {
        var from = _length;
        var text = reading.Text;
        _length += text.Length;
        if (_text.Length < _length)
        {
            Array.Resize(ref _text, Math.Max(_length, 2 * _text.Length));
        }

        text.CopyTo(_text.AsSpan(from));
        var features = reading.Features;
        var before = Beginning;
        var reached = 0;
        for (var i = 0; i < features.Length; i++)
        {
            if (i % TextReading.TokensBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            ref readonly var token = ref reading.Tokens[i];
            var hash = features[i];
            if (token.Kind == TokenKind.End)
            {
                (before, reached) = (Beginning, 0);
                continue;
            }

            AddUnit(hash, token.Kind == TokenKind.Word ? UnitKind.Word : UnitKind.Sign, from + token.Start, token.Length);
            if (token.Kind == TokenKind.Question)
            {
                (before, reached) = (Beginning, 0);
                continue;
            }

            if (options.Pair > 0)
            {
                AddUnit(FeatureHash.OfPair(before, hash), UnitKind.Pair, from + token.Start, 0);
                before = hash;
            }

            // The words before, within the same clause, are adjacent in the array.
            for (var back = 1; back <= Math.Min(reached, options.Reach); back++)
            {
                AddUnit(FeatureHash.OfNear(features[i - back], hash), UnitKind.Near, from + token.Start, 0);
            }

            reached++;
        }
    }

    private void AddUnit(uint hash, UnitKind kind, int start, int length)
    {
        if (2 * _count >= _size)
        {
            Grow();
        }

        var mask = _size - 1;
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
        _slots.AsSpan(0, _size).Clear();
        _size *= 2;
        if (_slots.Length < _size)
        {
            _slots = new int[_size];
        }

        var mask = _size - 1;
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
