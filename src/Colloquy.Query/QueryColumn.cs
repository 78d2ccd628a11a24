namespace Colloquy.Query;

/// <summary>A column of a result.</summary>
/// <param name="Name">Unique within the result: the second <c>a</c> is <c>a_1</c>.</param>
/// <param name="Type">The SQL type, for example <c>DECIMAL(38,7)</c>.</param>
public sealed record QueryColumn(string Name, string Type)
{
    private static readonly ImmutableHashSet<string> Numbers =
    [
        "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "BIGNUM",
        "FLOAT", "DOUBLE",
    ];

    /// <summary>How to interpret the text of a value.</summary>
    public QueryColumnKind Kind { get; } = KindOf(Type);

    internal bool MayBeLong =>
        Kind is not (QueryColumnKind.Boolean or QueryColumnKind.Instant or QueryColumnKind.LocalTime)
            && (Kind != QueryColumnKind.Number || Type == "BIGNUM");

    private static QueryColumnKind KindOf(string type) => type switch
    {
        "BOOLEAN" => QueryColumnKind.Boolean,
        "TIMESTAMP WITH TIME ZONE" => QueryColumnKind.Instant,
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => QueryColumnKind.LocalTime,
        "BLOB" => QueryColumnKind.Bytes,
        "JSON" => QueryColumnKind.Json,
        _ when type.EndsWith(']') => QueryColumnKind.Nested,
        _ when type.StartsWith("STRUCT(", StringComparison.Ordinal) => QueryColumnKind.Nested,
        _ when type.StartsWith("MAP(", StringComparison.Ordinal) => QueryColumnKind.Nested,
        _ when type.StartsWith("UNION(", StringComparison.Ordinal) => QueryColumnKind.Nested,
        _ when type.StartsWith("DECIMAL(", StringComparison.Ordinal) => QueryColumnKind.Number,
        _ => Numbers.Contains(type) ? QueryColumnKind.Number : QueryColumnKind.Text,
    };
}

/// <summary>How to interpret the text of a value.</summary>
public enum QueryColumnKind
{
    /// <summary>Text; values of all other types in their SQL spelling.</summary>
    Text,
    /// <summary>With all digits; may be <c>NaN</c>, <c>Infinity</c> or <c>-Infinity</c>.</summary>
    Number,
    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,
    /// <summary>ISO 8601 in UTC, with a <c>Z</c>.</summary>
    Instant,
    /// <summary>ISO 8601 without a time zone.</summary>
    LocalTime,
    /// <summary>Base64.</summary>
    Bytes,
    /// <summary>A JSON document.</summary>
    Json,
    /// <summary>A list, struct or map as a JSON document.</summary>
    Nested,
}
