namespace Colloquy.Query.Engines;

/// <summary>Converts the engine's text of a value to the format of <see cref="QueryColumnKind"/>.</summary>
internal static class EngineText
{
    private const string Utc = "+00";
    private const int DateLength = 10;

    public static string Of(QueryColumnKind kind, string text) => kind switch
    {
        QueryColumnKind.Number => text switch
        {
            "nan" or "-nan" => "NaN",
            "inf" => "Infinity",
            "-inf" => "-Infinity",
            _ => text,
        },
        QueryColumnKind.Instant when text.EndsWith(Utc, StringComparison.Ordinal) => Iso(text[..^Utc.Length]) + "Z",
        QueryColumnKind.LocalTime => Iso(text),
        _ => text,
    };

    // Not every time has this form: there are infinity, and years before 1 and after 9999.
    private static string Iso(string text) => text.Length > DateLength && text[DateLength] == ' '
        ? string.Concat(text.AsSpan(0, DateLength), "T", text.AsSpan(DateLength + 1))
        : text;
}
