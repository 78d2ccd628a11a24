namespace Colloquy.Categorisers.PersonalData;

/// <summary>A number as people write it, in groups: its digits, its position, and what separates the groups.</summary>
internal readonly struct NumberText
{
    private const int MostDigits = 19;

    private readonly DigitBuffer _digits;
    private readonly GroupBuffer _groups;
    private readonly GroupBuffer _signs;
    private readonly EndBuffer _ends;
    private readonly int _count;
    private readonly int _groupCount;

    private NumberText(NumberText whole, ReadOnlySpan<char> text, int groups)
    {
        this = whole;
        (_groupCount, _count) = (groups, 0);
        foreach (var length in ((ReadOnlySpan<byte>)whole._groups)[..groups])
        {
            _count += length;
        }

        End = whole._ends[groups - 1];
        After = End < text.Length ? text[End] : ' ';
    }

    private NumberText(DigitBuffer digits, int count, GroupBuffer groups, GroupBuffer signs, EndBuffer ends, int groupCount, int start,
        bool plus, char after)
    {
        (_digits, _count, _groups, _signs, _ends, _groupCount) = (digits, count, groups, signs, ends, groupCount);
        (Start, End, FirstEnd, Plus, After) = (start, ends[groupCount - 1], ends[0], plus, after);
    }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ReadOnlySpan<char> Digits => ((ReadOnlySpan<char>)_digits)[.._count];

    /// <summary>Lengths of the groups of digits.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ReadOnlySpan<byte> Groups => ((ReadOnlySpan<byte>)_groups)[.._groupCount];

    public int Start { get; }

    public int End { get; }

    /// <summary>End of the first group.</summary>
    public int FirstEnd { get; }

    /// <summary>Whether it begins with a plus sign.</summary>
    public bool Plus { get; }

    /// <summary>The character after it; a blank at the end of the text.</summary>
    public char After { get; }

    /// <summary>The character that separates the groups: NUL if there is only one group, <c>x</c> if the separators differ.</summary>
    public char Separators
    {
        get
        {
            var separator = '\0';
            for (var i = 0; i < _groupCount - 1; i++)
            {
                var sign = SignAfter(i);
                separator = separator == '\0' || separator == sign ? sign : 'x';
            }

            return separator;
        }
    }

    /// <summary>The character after a group; <c>x</c> if there are several.</summary>
    public char SignAfter(int group) => (char)_signs[group];

    /// <summary>The number that consists of its first groups.</summary>
    public NumberText First(ReadOnlySpan<char> text, int groups) => new(this, text, groups);

    public static NumberText Read(ReadOnlySpan<char> text, int digit)
    {
        var (digits, groups, signs, ends) = (default(DigitBuffer), default(GroupBuffer), default(GroupBuffer), default(EndBuffer));
        var (count, groupCount) = (0, 0);
        var plus = digit > 0 && text[digit - 1] == '+';
        var bracket = digit > 0 && text[digit - 1] == '(';
        var start = digit - (plus || bracket ? 1 : 0);
        plus |= bracket && start > 0 && text[start - 1] == '+';
        start -= bracket && plus ? 1 : 0;
        var i = digit;
        while (i < text.Length && groupCount < GroupBuffer.Room)
        {
            var group = i;
            while (i < text.Length && char.IsAsciiDigit(text[i]) && count + i - group <= MostDigits)
            {
                i++;
            }

            // An additional group does not belong to the number; a single group that is too long is not a number.
            if (count + i - group > MostDigits)
            {
                break;
            }

            text[group..i].CopyTo(((Span<char>)digits)[count..]);
            count += i - group;
            ends[groupCount] = i;
            groups[groupCount++] = (byte)(i - group);

            // One separator, or one with blanks or brackets next to it: "(415) 555", "030 / 12 34".
            var between = i;
            while (between < text.Length && between - i < 3 && text[between] is ' ' or '-' or '.' or '/' or '(' or ')')
            {
                between++;
            }

            if (between == i || between == text.Length || !char.IsAsciiDigit(text[between]))
            {
                break;
            }

            signs[groupCount - 1] = (byte)(between - i == 1 ? text[i] : 'x');
            i = between;
        }

        return groupCount == 0 ? default
            : new NumberText(digits, count, groups, signs, ends, groupCount, start, plus, ends[groupCount - 1] < text.Length
            ? text[ends[groupCount - 1]] : ' ');
    }

    [System.Runtime.CompilerServices.InlineArray(Room)]
    private struct DigitBuffer
    {
        public const int Room = 24;
#pragma warning disable IDE0044, IDE0051, CA1823 // The one element that the compiler repeats.
        private char _first;
#pragma warning restore IDE0044, IDE0051, CA1823
    }

    [System.Runtime.CompilerServices.InlineArray(Room)]
    private struct GroupBuffer
    {
        public const int Room = 8;
#pragma warning disable IDE0044, IDE0051, CA1823
        private byte _first;
#pragma warning restore IDE0044, IDE0051, CA1823
    }

    [System.Runtime.CompilerServices.InlineArray(GroupBuffer.Room)]
    private struct EndBuffer
    {
#pragma warning disable IDE0044, IDE0051, CA1823
        private int _first;
#pragma warning restore IDE0044, IDE0051, CA1823
    }
}
