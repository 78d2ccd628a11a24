namespace Colloquy.Lake.Tables;

/// <summary>The words in which tables are declared. "Maybe" columns may be null.</summary>
internal static class Columns<TRow>
{
    /// <summary>An identifier: each row has its own, or each conversation.</summary>
    public static Column<TRow> Id(int id, string name, Func<TRow, string?> read, string doc, Packing packing = Packing.Distinct, bool required = false) =>
        new TextColumn<TRow>(id, name, required, packing, doc, read);

    /// <summary>A name out of few.</summary>
    public static Column<TRow> Word(int id, string name, Func<TRow, string?> read, string doc, bool required = false) =>
        new TextColumn<TRow>(id, name, required, Packing.Repeating, doc, read);

    /// <summary>What people or programs wrote, JSON included.</summary>
    public static Column<TRow> Prose(int id, string name, Func<TRow, string?> read, string doc, bool required = false) =>
        new TextColumn<TRow>(id, name, required, Packing.Prose, doc, read);

    public static Column<TRow> Words(int id, string name, Func<TRow, IEnumerable<string>> read, string doc) =>
        new TextListColumn<TRow>(id, name, Packing.Repeating, doc, read);

    public static Column<TRow> Count(int id, string name, Func<TRow, int> read, string doc) =>
        new ScalarColumn<TRow, int>(id, name, ColumnType.Integer, true, Packing.Repeating, doc, row => read(row));

    public static Column<TRow> MaybeCount(int id, string name, Func<TRow, int?> read, string doc) =>
        new ScalarColumn<TRow, int>(id, name, ColumnType.Integer, false, Packing.Repeating, doc, read);

    public static Column<TRow> Long(int id, string name, Func<TRow, long> read, string doc) =>
        new ScalarColumn<TRow, long>(id, name, ColumnType.Long, true, Packing.Repeating, doc, row => read(row));

    public static Column<TRow> MaybeLong(int id, string name, Func<TRow, long?> read, string doc) =>
        new ScalarColumn<TRow, long>(id, name, ColumnType.Long, false, Packing.Distinct, doc, read);

    public static Column<TRow> Flag(int id, string name, Func<TRow, bool> read, string doc) =>
        new ScalarColumn<TRow, bool>(id, name, ColumnType.Boolean, true, Packing.Distinct, doc, row => read(row));

    public static Column<TRow> MaybeFlag(int id, string name, Func<TRow, bool?> read, string doc) =>
        new ScalarColumn<TRow, bool>(id, name, ColumnType.Boolean, false, Packing.Distinct, doc, read);

    public static Column<TRow> Float(int id, string name, Func<TRow, float> read, string doc) =>
        new ScalarColumn<TRow, float>(id, name, ColumnType.Float, true, Packing.Repeating, doc, row => read(row));

    public static Column<TRow> Double(int id, string name, Func<TRow, double> read, string doc) =>
        new ScalarColumn<TRow, double>(id, name, ColumnType.Double, true, Packing.Distinct, doc, row => read(row));

    public static Column<TRow> MaybeDouble(int id, string name, Func<TRow, double?> read, string doc) =>
        new ScalarColumn<TRow, double>(id, name, ColumnType.Double, false, Packing.Distinct, doc, read);

    public static Column<TRow> Date(int id, string name, Func<TRow, DateOnly> read, string doc) =>
        new ScalarColumn<TRow, int>(id, name, ColumnType.Date, true, Packing.Repeating, doc, row => DayNumber.Of(read(row)));

    public static Column<TRow> Time(int id, string name, Func<TRow, DateTimeOffset> read, string doc) =>
        new ScalarColumn<TRow, long>(id, name, ColumnType.Timestamp, true, Packing.Distinct, doc, row => Micros(read(row)));

    public static Column<TRow> MaybeTime(int id, string name, Func<TRow, DateTimeOffset?> read, string doc) =>
        new ScalarColumn<TRow, long>(id, name, ColumnType.Timestamp, false, Packing.Distinct, doc, row => read(row) is { } time ? Micros(time) : null);

    /// <summary>An amount as <see cref="Price"/> scales it.</summary>
    public static Column<TRow> MaybePrice(int id, string name, Func<TRow, decimal?> read, string doc, Packing packing = Packing.Repeating) =>
        new ScalarColumn<TRow, long>(id, name, ColumnType.Price, false, packing, doc, row => Price.Scale(read(row)));

    private static long Micros(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
