using System.Globalization;
using System.Text;
using System.Text.Json;
using Colloquy.Publish;

namespace Colloquy.Lake.Tables;

/// <summary>
/// Dify repeats a turn's tokens, prices and latency in <c>message_metadata.usage</c>. Where every member of it says what the row's own columns say, it is
/// left out of the lake; with one member more, or one that differs, it stays.
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

    // The other members stay as they are spelt.
    private static string? WithoutUsage(byte[] json, Message message)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var others = new List<string>();
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
            var name = usage.GetString()!;
            usage.Read();
            if (!Repeats(name, ref usage, message))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Repeats(string name, ref Utf8JsonReader value, Message message) => name switch
    {
        "prompt_tokens" => Is(ref value, message.MessageTokens),
        "completion_tokens" => Is(ref value, message.AnswerTokens),
        "total_tokens" => Is(ref value, message.MessageTokens + message.AnswerTokens),
        "prompt_unit_price" => Is(ref value, message.MessageUnitPrice),
        "completion_unit_price" => Is(ref value, message.AnswerUnitPrice),
        "prompt_price_unit" => Is(ref value, message.MessagePriceUnit),
        "completion_price_unit" => Is(ref value, message.AnswerPriceUnit),
        "prompt_price" => Is(ref value, Cost(message.MessageTokens, message.MessageUnitPrice, message.MessagePriceUnit)),
        "completion_price" => Is(ref value, Cost(message.AnswerTokens, message.AnswerUnitPrice, message.AnswerPriceUnit)),
        "total_price" => Is(ref value, message.TotalPrice),
        "currency" => value.TokenType == JsonTokenType.String && message.Currency is { } currency && value.ValueTextEquals(currency),
        "latency" => value.TokenType == JsonTokenType.Number && value.TryGetDouble(out var latency) && latency.Equals(message.Latency),
        _ => false,
    };

    private static bool Is(ref Utf8JsonReader value, long? own) =>
        own is not null && value.TokenType == JsonTokenType.Number && value.TryGetInt64(out var number) && number == own;

    private static bool Is(ref Utf8JsonReader value, decimal? own) => own is not null && value.TokenType switch
    {
        JsonTokenType.Number => value.TryGetDecimal(out var number) && number == own,
        JsonTokenType.String => decimal.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == own,
        _ => false,
    };

    // As Dify computes it.
    private static decimal? Cost(long? tokens, decimal? unitPrice, decimal? priceUnit) =>
        tokens * unitPrice * priceUnit is { } cost ? decimal.Round(cost, 7, MidpointRounding.AwayFromZero) : null;
}
