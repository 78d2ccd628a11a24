using System.Globalization;
using System.Text.Json;

namespace Colloquy.Analyse;

/// <summary>Type of a declared dimension.</summary>
public enum DimensionType
{
    /// <summary>Any text.</summary>
    Text,
    /// <summary>A number.</summary>
    Number,
    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,
    /// <summary>A calendar date.</summary>
    Date,
}

/// <summary>A form variable (<c>inputs</c>) that reports can be sliced by. A value that does not fit the type counts as unknown.</summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="Type">Type of its values.</param>
public sealed record Dimension(string Name, DimensionType Type)
{
    /// <summary>Names that are already slices.</summary>
    public static ImmutableHashSet<string> Reserved { get; } = ["all", "app", "model", "language", "topic", "intent", "sentiment"];

    /// <summary>Reads the value in canonical spelling; null if it is missing or does not fit the type.</summary>
    internal string? Read(JsonElement inputs)
    {
        if (inputs.ValueKind != JsonValueKind.Object || !inputs.TryGetProperty(Name, out var value))
        {
            return null;
        }

        return Type switch
        {
            DimensionType.Number => Number(value),
            DimensionType.Boolean => Boolean(value),
            DimensionType.Date => Date(value),
            _ => Text(value),
        };
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static string? Number(JsonElement value) =>
        Text(value) is { } text && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)
            : null;

    private static string? Boolean(JsonElement value) => Text(value)?.ToUpperInvariant() switch
    {
        "TRUE" or "1" or "YES" => "true",
        "FALSE" or "0" or "NO" => "false",
        _ => null,
    };

    private static string? Date(JsonElement value) =>
        Text(value) is { Length: >= 10 } text
        && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;
}
