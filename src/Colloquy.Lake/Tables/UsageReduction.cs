using System.Globalization;
using System.Text;
using System.Text.Json;
using Colloquy.Publish;

namespace Colloquy.Lake.Tables;

/// <summary>
/// Dify repeats a turn's tokens, prices and latency in <c>message_metadata.usage</c>. The lake leaves it out if every member equals the
/// row's own columns; with an additional or different member, it is kept.
/// </summary>
internal static class UsageReduction
{
    public static string? Reduce(MessageRow row) => Reduce(row.Turn.Message);

    public static string? Reduce(Message message)
    {
        if (message.Metadata is not { } text || !text.Contains("\"usage\"", StringComparison.Ordinal))
        {
            return message.Metadata;
        }

        try
        {
            return WithoutUsage(Encoding.UTF8.GetBytes(text), message) ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    // The other members keep their exact text.
    private static string? WithoutUsage(byte[] json, Message message)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        List<string> others = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isUsage = reader.ValueTextEquals("usage");
            reader.Read();
            if (isUsage && !Repeats(reader, message))
            {
                return null;
            }

            reader.Skip();
            if (!isUsage)
            {
                others.Add(Encoding.UTF8.GetString(json, start, (int)reader.BytesConsumed - start));
            }
        }

        return "{" + string.Join(", ", others) + "}";
    }

    private static bool Repeats(Utf8JsonReader usage, Message message)
    {
        if (usage.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (usage.Read() && usage.TokenType == JsonTokenType.PropertyName)
        {
            if (usage.ValueIsEscaped)
            {
                return false;
            }

            var name = usage.ValueSpan;
            usage.Read();
            if (!Repeats(name, ref usage, message))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Repeats(ReadOnlySpan<byte> name, ref Utf8JsonReader value, Message message) =>
        name.SequenceEqual("prompt_tokens"u8) ? Is(ref value, message.TokensIn)
        : name.SequenceEqual("completion_tokens"u8) ? Is(ref value, message.TokensOut)
        : name.SequenceEqual("total_tokens"u8) ? Is(ref value, message.TokensIn + message.TokensOut)
        : name.SequenceEqual("prompt_unit_price"u8) ? Is(ref value, message.MessageUnitPrice)
        : name.SequenceEqual("completion_unit_price"u8) ? Is(ref value, message.AnswerUnitPrice)
        : name.SequenceEqual("prompt_price_unit"u8) ? Is(ref value, message.MessagePriceUnit)
        : name.SequenceEqual("completion_price_unit"u8) ? Is(ref value, message.AnswerPriceUnit)
        : name.SequenceEqual("prompt_price"u8) ? Is(ref value, Cost(message.TokensIn, message.MessageUnitPrice, message.MessagePriceUnit))
        : name.SequenceEqual("completion_price"u8)
            ? Is(ref value, Cost(message.TokensOut, message.AnswerUnitPrice, message.AnswerPriceUnit))
        : name.SequenceEqual("total_price"u8) ? Is(ref value, message.TotalPrice)
        : name.SequenceEqual("currency"u8) ? value.TokenType == JsonTokenType.String && message.Currency is { } currency
            && value.ValueTextEquals(currency)
        : name.SequenceEqual("latency"u8) ? value.TokenType == JsonTokenType.Number && value.TryGetDouble(out var latency)
            && latency.Equals(message.Seconds)
        : false;

    private static bool Is(ref Utf8JsonReader value, long? own) =>
        own is not null && value.TokenType == JsonTokenType.Number && value.TryGetInt64(out var number) && number == own;

    private static bool Is(ref Utf8JsonReader value, decimal? own) => own is not null && value.TokenType switch
    {
        JsonTokenType.Number => value.TryGetDecimal(out var number) && number == own,
        JsonTokenType.String =>
            decimal.TryParse(value.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == own,
        _ => false,
    };

    // Same formula as in Dify.
    private static decimal? Cost(long? tokens, decimal? unitPrice, decimal? priceUnit) =>
        tokens is { } count && unitPrice is { } price && priceUnit is { } unit && Bounds.HoldsPrice(price) && Bounds.HoldsPrice(unit)
            && Math.Abs((double)count * (double)price * (double)unit) < (double)Bounds.PriceLimit
            ? decimal.Round(count * price * unit, 7, MidpointRounding.AwayFromZero)
            : null;
}
