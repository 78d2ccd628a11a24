namespace Colloquy.Sources.Rows;

/// <summary>
/// Parses times as written by databases and exports: <c>2025-07-15 13:05:09.123456+00:00</c>, with a space or <c>T</c>, seconds, fraction
/// and offset optional; or seconds or milliseconds since 1970.
/// </summary>
internal static class InstantText
{
    // Smaller numbers are dates written without dashes, or mistakes: 20250715 is not a day in August 1970.
    private const decimal LeastSeconds = 100_000_000;
    private const decimal LeastMilliseconds = 100_000_000_000;
    private const decimal MostMilliseconds = 100_000_000_000_000;

    /// <param name="zone">
    /// Time zone of times without an offset. An ambiguous local time is the earlier instant; a skipped one is the first instant after the
    /// gap.
    /// </param>
    /// <returns>False if the text is not a time.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, TimeZoneInfo zone, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length < 10 || text[4] != '-')
        {
            return TryParseEpoch(text, out instant);
        }

        if (text[7] != '-' || !TryDigits(text, 0, 4, out var year) || !TryDigits(text, 5, 2, out var month)
            || !TryDigits(text, 8, 2, out var day)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var local = new DateTime(year, month, day);
        var rest = text[10..];
        if (rest.Length > 0 && !TryParseClock(ref rest, ref local))
        {
            return false;
        }

        return rest.Length == 0
            ? TryPlace(local, zone, out instant)
            : TryParseOffset(rest, out var offset) && TryShift(local, offset, out instant);
    }

    public static bool TryParseEpoch(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        if (!NumberText.TryParseDecimal(text, out var number) || number is < LeastSeconds or >= MostMilliseconds)
        {
            return false;
        }

        var ticks = number * (number < LeastMilliseconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond);
        instant = DateTimeOffset.UnixEpoch.AddTicks((long)ticks);
        return true;
    }

    private static bool TryParseClock(ref ReadOnlySpan<byte> rest, ref DateTime local)
    {
        if (rest.Length < 6 || rest[0] is not ((byte)' ' or (byte)'T' or (byte)'t') || rest[3] != ':'
            || !TryDigits(rest, 1, 2, out var hour) || !TryDigits(rest, 4, 2, out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        long ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        rest = rest[6..];
        if (rest is [(byte)':', ..])
        {
            if (rest.Length < 3 || !TryDigits(rest, 1, 2, out var second) || second > 59)
            {
                return false;
            }

            ticks += second * TimeSpan.TicksPerSecond;
            rest = rest[3..];
            if (rest is [(byte)'.' or (byte)',', ..] && !TryParseFraction(ref rest, ref ticks))
            {
                return false;
            }
        }

        local = local.AddTicks(ticks);
        return true;
    }

    // Digits beyond the seventh are less than a tick and are dropped.
    private static bool TryParseFraction(ref ReadOnlySpan<byte> rest, ref long ticks)
    {
        int at = 1;
        for (long unit = TimeSpan.TicksPerSecond / 10; at < rest.Length && char.IsAsciiDigit((char)rest[at]); at++, unit /= 10)
        {
            ticks += unit * (rest[at] - '0');
        }

        rest = rest[at..];
        return at > 1;
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = default;
        if (text is [(byte)' ', ..])
        {
            text = text[1..];
        }

        if (text is [(byte)'Z' or (byte)'z'] || text.SequenceEqual("UTC"u8))
        {
            return true;
        }

        if (text.Length is not (3 or 5 or 6) || text[0] is not ((byte)'+' or (byte)'-') || !TryDigits(text, 1, 2, out var hours))
        {
            return false;
        }

        int minutes = 0;
        if (text.Length > 3 && ((text.Length == 6 && text[3] != ':') || !TryDigits(text, text.Length - 2, 2, out minutes)))
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return hours <= 18 && minutes <= 59;
    }

    private static bool TryPlace(DateTime local, TimeZoneInfo zone, out DateTimeOffset instant)
    {
        if (ReferenceEquals(zone, TimeZoneInfo.Utc))
        {
            return TryShift(local, TimeSpan.Zero, out instant);
        }

        if (zone.IsInvalidTime(local))
        {
            local = new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerMinute));
            while (zone.IsInvalidTime(local))
            {
                local = local.AddMinutes(1);
            }
        }

        return TryShift(
            local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local), out instant);
    }

    private static bool TryShift(DateTime local, TimeSpan offset, out DateTimeOffset instant)
    {
        long ticks = local.Ticks - offset.Ticks;
        bool inRange = ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
        instant = inRange ? new DateTimeOffset(ticks, TimeSpan.Zero) : default;
        return inRange;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, int start, int count, out int number)
    {
        number = 0;
        foreach (var b in text.Slice(start, count))
        {
            if (!char.IsAsciiDigit((char)b))
            {
                return false;
            }

            number = (number * 10) + (b - '0');
        }

        return true;
    }
}
