using System.Globalization;

namespace Colloquy.Sources.Rows;

/// <summary>Parses numbers; exact numbers without a detour through binary floating point.</summary>
internal static class NumberText
{
    private const int MostDigits = 28;

    /// <summary>Parses a decimal number, with or without an exponent, into its shortest form (no trailing zeros).</summary>
    /// <returns>False if it is not a number or needs more than 28 digits.</returns>
    public static bool TryParseDecimal(ReadOnlySpan<byte> text, out decimal number)
    {
        number = 0;
        bool negative = text is [(byte)'-', ..];
        int at = negative || text is [(byte)'+', ..] ? 1 : 0;

        UInt128 digits = 0;
        int count = 0, zeros = 0, fraction = 0, read = 0;
        bool pointSeen = false;
        for (; at < text.Length; at++)
        {
            var b = text[at];
            if (b == '.' && !pointSeen)
            {
                pointSeen = true;
                continue;
            }

            if (!char.IsAsciiDigit((char)b))
            {
                break;
            }

            read++;
            fraction += pointSeen ? 1 : 0;
            if (b == '0')
            {
                zeros += digits == 0 ? 0 : 1;
                continue;
            }

            count += zeros + 1;
            if (count > MostDigits)
            {
                return false;
            }

            for (; zeros > 0; zeros--)
            {
                digits *= 10;
            }

            digits = (digits * 10) + (UInt128)(b - '0');
        }

        int exponent = 0;
        if (read == 0 || (at < text.Length && !TryParseExponent(text[at..], out exponent)))
        {
            return false;
        }

        int scale = fraction - zeros - exponent;
        if (digits == 0)
        {
            return true;
        }

        if (scale > MostDigits || count - scale > MostDigits)
        {
            return false;
        }

        for (; scale < 0; scale++)
        {
            digits *= 10;
        }

        number = new decimal((int)(uint)digits, (int)(uint)(digits >> 32), (int)(uint)(digits >> 64), negative, (byte)scale);
        return true;
    }

    /// <summary>Parses an integer, also written as <c>12.0</c> or <c>1.2e1</c>.</summary>
    public static bool TryParseWhole(ReadOnlySpan<byte> text, out long number)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
        {
            return true;
        }

        if (!TryParseDecimal(text, out var exact) || exact != decimal.Truncate(exact) || exact is < long.MinValue or > long.MaxValue)
        {
            return false;
        }

        number = (long)exact;
        return true;
    }

    /// <summary>Parses a finite number.</summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        return text is [(byte)'e' or (byte)'E', ..]
            && int.TryParse(text[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            && exponent is > -1_000 and < 1_000;
    }
}
