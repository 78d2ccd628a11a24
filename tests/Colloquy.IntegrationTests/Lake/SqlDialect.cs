using Colloquy.Lake;

namespace Colloquy.IntegrationTests.Lake;

/// <summary>How an engine says what is needed for a <see cref="TableDigest"/>.</summary>
internal abstract record SqlDialect
{
    public static SqlDialect DuckDb { get; } = new DuckDbDialect();

    public static SqlDialect ClickHouse { get; } = new ClickHouseDialect();

    /// <summary>A column's value as text, exactly and the same in all engines; null stays null.</summary>
    public string Text(LakeColumn column) => column.SqlType switch
    {
        "VARCHAR" => column.Name,
        "VARCHAR[]" => Texts(column.Name),
        "REAL" or "DOUBLE" => Number(column.Name),
        "TIMESTAMP WITH TIME ZONE" => Microseconds(column.Name),
        "DECIMAL(18,7)" => Units(column.Name),
        _ => Cast(column.Name),
    };

    public abstract string Character(int code);

    /// <summary>The sum of the first eight bytes of each text's MD5; null without texts.</summary>
    public abstract string Digest(string text);

    protected abstract string Cast(string column);

    protected abstract string Texts(string column);

    protected abstract string Number(string column);

    protected abstract string Microseconds(string column);

    /// <summary>Ten-millionths.</summary>
    protected abstract string Units(string column);

    private sealed record DuckDbDialect : SqlDialect
    {
        public override string Character(int code) => $"chr({code})";

        public override string Digest(string text) => $"sum(('0x' || left(md5({text}), 16))::UBIGINT)::VARCHAR";

        protected override string Cast(string column) => $"{column}::VARCHAR";

        protected override string Texts(string column) => $"len({column}) || ':' || array_to_string({column}, chr(2))";

        protected override string Number(string column) => $"printf('%.17g', {column}::DOUBLE)";

        protected override string Microseconds(string column) => $"epoch_us({column})::VARCHAR";

        protected override string Units(string column) => $"({column}::DECIMAL(38,7) * 10000000)::BIGINT::VARCHAR";
    }

    private sealed record ClickHouseDialect : SqlDialect
    {
        public override string Character(int code) => $"char({code})";

        public override string Digest(string text) => $"sumOrNull(toUInt128(reinterpretAsUInt64(reverse(substring(MD5({text}), 1, 8)))))";

        protected override string Cast(string column) => $"toString({column})";

        protected override string Texts(string column) => $"toString(length({column})) || ':' || arrayStringConcat({column}, char(2))";

        protected override string Number(string column) => $"printf('%.17g', toFloat64({column}))";

        protected override string Microseconds(string column) => $"toString(toUnixTimestamp64Micro({column}))";

        protected override string Units(string column) => $"toString(reinterpretAsInt64({column}))";
    }
}
