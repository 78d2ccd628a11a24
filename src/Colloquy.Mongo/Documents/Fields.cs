using System.Runtime.InteropServices;
using System.Text;

namespace Colloquy.Mongo.Documents;

/// <summary>
/// Converts values to and from fields of documents. Unknown values have no field. A time is a BSON date, with millisecond precision;
/// a remainder is stored next to it in <c>NAME_ticks</c>. Text with unpaired surrogates is stored as the bytes of its UTF-16.
/// </summary>
internal static class Fields
{
    private const string TicksSuffix = "_ticks";

    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static BsonValue Of(string text) =>
        IsWellFormed(text) ? new BsonString(text) : new BsonBinaryData(MemoryMarshal.AsBytes(text.AsSpan()).ToArray());

    // Dividing by one at full scale drops trailing zeros, so that equal prices give equal documents.
    public static BsonDecimal128 Of(decimal amount) => new(new Decimal128(amount == 0 ? 0 : amount / 1.0000000000000000000000000000m));

    public static string TextOf(BsonValue value) => value switch
    {
        BsonBinaryData bytes => new string(MemoryMarshal.Cast<byte, char>(bytes.Bytes)),
        _ => value.AsString,
    };

    public static void Put(this BsonDocument to, string name, string? value)
    {
        if (value is not null)
        {
            to.Add(name, Of(value));
        }
    }

    public static void Put(this BsonDocument to, string name, int? value)
    {
        if (value is { } known)
        {
            to.Add(name, new BsonInt32(known));
        }
    }

    public static void Put(this BsonDocument to, string name, long? value)
    {
        if (value is { } known)
        {
            to.Add(name, new BsonInt64(known));
        }
    }

    public static void Put(this BsonDocument to, string name, double? value)
    {
        if (value is { } known)
        {
            to.Add(name, new BsonDouble(known));
        }
    }

    public static void Put(this BsonDocument to, string name, bool? value)
    {
        if (value is { } known)
        {
            to.Add(name, (BsonBoolean)known);
        }
    }

    public static void Put(this BsonDocument to, string name, decimal? value)
    {
        if (value is { } known)
        {
            to.Add(name, Of(known));
        }
    }

    public static void Put(this BsonDocument to, string name, DateTimeOffset? value)
    {
        if (value is not { } known)
        {
            return;
        }

        to.Add(name, DateOf(known));
        if (known.UtcTicks % TimeSpan.TicksPerMillisecond is var ticks and not 0)
        {
            to.Add(name + TicksSuffix, new BsonInt32((int)ticks));
        }
    }

    /// <summary>Whole milliseconds, rounded down, also before 1970.</summary>
    public static BsonDateTime DateOf(DateTimeOffset time) => new(
        (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks - (time.UtcTicks % TimeSpan.TicksPerMillisecond)) / TimeSpan.TicksPerMillisecond);

    public static string? Text(this BsonDocument from, string name) =>
        from.TryGetValue(name, out var value) && !value.IsBsonNull ? TextOf(value) : null;

    public static string Required(this BsonDocument from, string name) => TextOf(from[name]);

    public static int? Int(this BsonDocument from, string name) =>
        from.TryGetValue(name, out var value) && !value.IsBsonNull ? value.ToInt32() : null;

    public static long? Long(this BsonDocument from, string name) =>
        from.TryGetValue(name, out var value) && !value.IsBsonNull ? value.ToInt64() : null;

    public static long Count(this BsonDocument from, string name) => from.Long(name) ?? 0;

    public static double? Double(this BsonDocument from, string name) =>
        from.TryGetValue(name, out var value) && !value.IsBsonNull ? value.ToDouble() : null;

    public static bool? Flag(this BsonDocument from, string name) =>
        from.TryGetValue(name, out var value) && !value.IsBsonNull ? value.ToBoolean() : null;

    public static bool Is(this BsonDocument from, string name) => from.Flag(name) ?? false;

    public static decimal? Decimal(this BsonDocument from, string name) =>
        from.TryGetValue(name, out var value) && !value.IsBsonNull ? Decimal128.ToDecimal(value.AsDecimal128) : null;

    public static DateTimeOffset? Time(this BsonDocument from, string name) => from.TryGetValue(name, out var value) && !value.IsBsonNull
        ? new DateTimeOffset(
            DateTimeOffset.UnixEpoch.Ticks + (value.AsBsonDateTime.MillisecondsSinceEpoch * TimeSpan.TicksPerMillisecond) + (
                from.Int(name + TicksSuffix) ?? 0),
            TimeSpan.Zero)
        : null;

    public static byte[] Bytes(this BsonDocument from, string name) =>
        from.TryGetValue(name, out var value) && value is BsonBinaryData bytes ? bytes.Bytes : [];

    /// <summary>2025-09-14 is stored as 20250914.</summary>
    public static int OfDay(DateOnly day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;

    public static DateOnly Day(this BsonDocument from, string name)
    {
        var (yearMonth, day) = Math.DivRem(from[name].ToInt32(), 100);
        return new DateOnly(yearMonth / 100, yearMonth % 100, day);
    }

    private static bool IsWellFormed(string text)
    {
        if (Ascii.IsValid(text))
        {
            return true;
        }

        try
        {
            Strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
