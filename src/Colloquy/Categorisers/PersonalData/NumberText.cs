namespace Colloquy.Categorisers.PersonalData;

/// <summary>A number as people write it, in groups: its digits, where it stands, and what stands between the groups.</summary>
internal readonly ref struct NumberText
{
    private const int MostDigits = 19;

    private NumberText(DigitBuffer digits, int count, GroupBuffer groups, int groupCount, int start, int end, int firstEnd, bool plus, char separators, char after)
    {
        (_digits, _count, _groups, _groupCount) = (digits, count, groups, groupCount);
        (Start, End, FirstEnd, Plus, Separators, After) = (start, end, firstEnd, plus, separators, after);
    }

    private readonly DigitBuffer _digits;
    private readonly int _count;
    private readonly GroupBuffer _groups;
    private readonly int _groupCount;

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ReadOnlySpan<char> Digits => ((ReadOnlySpan<char>)_digits)[.._count];

    /// <summary>Lengths of the groups.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ReadOnlySpan<byte> Groups => ((ReadOnlySpan<byte>)_groups)[.._groupCount];

    public int Start { get; }

    public int End { get; }

    /// <summary>End of the first group of digits.</summary>
    public int FirstEnd { get; }

    /// <summary>Whether it begins with a plus.</summary>
    public bool Plus { get; }

    /// <summary>What separates the groups: one character, NUL if there is one group, <c>x</c> if they differ.</summary>
    public char Separators { get; }

    /// <summary>The character behind it, or a blank.</summary>
    public char After { get; }

    public static NumberText Read(ReadOnlySpan<char> text, int digit)
    {
        var (digits, groups) = (default(DigitBuffer), default(GroupBuffer));
        var (count, groupCount) = (0, 0);
        var plus = digit > 0 && text[digit - 1] == '+';
        var bracket = digit > 0 && text[digit - 1] == '(';
        var start = digit - (plus || bracket ? 1 : 0);
        plus |= bracket && start > 0 && text[start - 1] == '+';
        start -= bracket && plus ? 1 : 0;
        var separator = '\0';
        var (i, end, firstEnd) = (digit, digit, digit);
        while (i < text.Length && count <= MostDigits && groupCount < GroupBuffer.Room)
        {
            var group = i;
            while (i < text.Length && char.IsAsciiDigit(text[i]) && count < DigitBuffer.Room)
            {
                digits[count++] = text[i++];
            }

            if (i == group)
            {
                break;
            }

            groups[groupCount++] = (byte)(i - group);
            end = i;
            firstEnd = groupCount == 1 ? i : firstEnd;

            // One separator, or one with blanks or brackets beside it: "(415) 555", "030 / 12 34".
            var between = i;
            while (between < text.Length && between - i < 3 && text[between] is ' ' or '-' or '.' or '/' or '(' or ')' or '\u00A0' or '–')
            {
                between++;
            }

            if (between == i || between == text.Length || !char.IsAsciiDigit(text[between]))
            {
                break;
            }

            var sign = between - i == 1 ? text[i] : 'x';
            separator = separator == '\0' || separator == sign ? sign : 'x';
            i = between;
        }

        if (count is 0 or > MostDigits)
        {
            return default;
        }

        return new NumberText(digits, count, groups, groupCount, start, end, firstEnd, plus, separator, end < text.Length ? text[end] : ' ');
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
}
