namespace Colloquy.Lake.Tables;

/// <summary>Factory methods to declare columns. "Maybe" columns may be null.</summary>
internal static class Columns<TRow>
{
    public static Column<TRow> Id(int id, string name, Func<TRow, string> read, string doc) =>
        new TextColumn<TRow>(id, name, true, Packing.Identifier, doc, read);

    public static Column<TRow> MaybeId(int id, string name, Func<TRow, string?> read, string doc) =>
        new TextColumn<TRow>(id, name, false, Packing.Identifier, doc, read);

    /// <summary>A value from a small set. By default, rows with the same value are mostly adjacent.</summary>
    public static Column<TRow> Word(int id, string name, Func<TRow, string> read, string doc, Packing packing = Packing.Patterned) =>
        new TextColumn<TRow>(id, name, true, packing, doc, read);

    /// <inheritdoc cref="Word"/>
    public static Column<TRow> MaybeWord(int id, string name, Func<TRow, string?> read, string doc, Packing packing = Packing.Patterned) =>
        new TextColumn<TRow>(id, name, false, packing, doc, read);

    public static Column<TRow> Words(int id, string name, Func<TRow, IEnumerable<string>> read, string doc) =>
        new TextListColumn<TRow>(id, name, Packing.Repeating, doc, read);

    /// <summary>Text written by people or programs, JSON included.</summary>
    public static Column<TRow> Prose(int id, string name, Func<TRow, string?> read, string doc) =>
        new TextColumn<TRow>(id, name, false, Packing.Prose, doc, read);

    /// <summary>A small JSON value.</summary>
    public static Column<TRow> MaybeJson(int id, string name, Func<TRow, string?> read, string doc) =>
        new TextColumn<TRow>(id, name, false, Packing.Patterned, doc, read);

    /// <summary>A small JSON value that is never null.</summary>
    public static Column<TRow> Json(int id, string name, Func<TRow, string> read, string doc, Packing packing = Packing.Patterned) =>
        new TextColumn<TRow>(id, name, true, packing, doc, read);

    public static Column<TRow> Count(int id, string name, Func<TRow, int> read, string doc, Packing packing = Packing.Patterned) =>
        new ScalarColumn<TRow, int>(id, name, ColumnType.Integer, true, packing, doc, row => read(row));

    public static Column<TRow> MaybeCount(int id, string name, Func<TRow, int?> read, string doc, Packing packing = Packing.Patterned) =>
        new ScalarColumn<TRow, int>(id, name, ColumnType.Integer, false, packing, doc, read);

    public static Column<TRow> Long(int id, string name, Func<TRow, long> read, string doc) =>
        new ScalarColumn<TRow, long>(id, name, ColumnType.Long, true, Packing.Varied, doc, row => read(row));

    public static Column<TRow> MaybeLong(int id, string name, Func<TRow, long?> read, string doc, Packing packing = Packing.Varied) =>
        new ScalarColumn<TRow, long>(id, name, ColumnType.Long, false, packing, doc, read);

    public static Column<TRow> Flag(int id, string name, Func<TRow, bool> read, string doc) =>
        new ScalarColumn<TRow, bool>(id, name, ColumnType.Boolean, true, Packing.Varied, doc, row => read(row));

    public static Column<TRow> MaybeFlag(int id, string name, Func<TRow, bool?> read, string doc) =>
        new ScalarColumn<TRow, bool>(id, name, ColumnType.Boolean, false, Packing.Varied, doc, read);

    public static Column<TRow> Float(int id, string name, Func<TRow, float> read, string doc, Packing packing = Packing.Varied) =>
        new ScalarColumn<TRow, float>(id, name, ColumnType.Float, true, packing, doc, row => read(row));

    /// <summary>A duration in seconds, rounded: measurements over a network are not more precise, and noise compresses worst.</summary>
    public static Column<TRow> Seconds(int id, string name, Func<TRow, double> read, string doc) =>
        new ScalarColumn<TRow, float>(id, name, ColumnType.Float, true, Packing.Varied, doc, row => Rounded(read(row)));

    /// <inheritdoc cref="Seconds"/>
    public static Column<TRow> MaybeSeconds(int id, string name, Func<TRow, double?> read, string doc) =>
        new ScalarColumn<TRow, float>(
            id, name, ColumnType.Float, false, Packing.Varied, doc, row => read(row) is { } seconds ? Rounded(seconds) : null);

    public static Column<TRow> MaybeDouble(int id, string name, Func<TRow, double?> read, string doc) =>
        new ScalarColumn<TRow, double>(id, name, ColumnType.Double, false, Packing.Varied, doc, read);

    public static Column<TRow> Date(int id, string name, Func<TRow, DateOnly> read, string doc) =>
        new ScalarColumn<TRow, int>(id, name, ColumnType.Date, true, Packing.Patterned, doc, row => DayNumber.Of(read(row)));

    public static Column<TRow> Time(int id, string name, Func<TRow, DateTimeOffset> read, string doc) =>
        new ScalarColumn<TRow, long>(id, name, ColumnType.Timestamp, true, Packing.Patterned, doc, row => Micros(read(row)));

    public static Column<TRow> MaybeTime(
        int id, string name, Func<TRow, DateTimeOffset?> read, string doc, Packing packing = Packing.Patterned) =>
        new ScalarColumn<TRow, long>(
            id, name, ColumnType.Timestamp, false, packing, doc, row => read(row) is { } time ? Micros(time) : null);

    /// <summary>An amount as <see cref="Price"/> scales it.</summary>
    public static Column<TRow> MaybePrice(
        int id, string name, Func<TRow, decimal?> read, string doc, Packing packing = Packing.Patterned) =>
        new ScalarColumn<TRow, long>(id, name, ColumnType.Price, false, packing, doc, row => Price.Scale(read(row)));

    // Sixteen significant bits: an error of at most 1/131,072.
    private static float Rounded(double seconds) =>
        BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits((float)seconds) + 0x80) & ~0xFFu);

    // Rounded down, also before 1970, so that a time stays on its day.
    private static long Micros(DateTimeOffset time) =>
        (time.UtcTicks / TimeSpan.TicksPerMicrosecond) - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond);
}
