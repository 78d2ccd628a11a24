namespace Colloquy.Lake;

/// <summary>Days since 1970-01-01, as in Parquet dates and Iceberg partitions.</summary>
internal static class DayNumber
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    public static int Of(DateOnly day) => day.DayNumber - Epoch;

    public static DateOnly ToDate(int number) => DateOnly.FromDayNumber(number + Epoch);
}
