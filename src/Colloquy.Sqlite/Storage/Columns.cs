using System.Globalization;
using Colloquy.Sqlite.Bodies;
using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

/// <summary>Converts values to and from columns.</summary>
internal static class Columns
{
    /// <summary>A canonical UUID is stored as 16 bytes, any other id as text; the two never compare equal.</summary>
    public static object OfId(string id)
    {
        var bytes = new byte[CanonicalUuid.Size];
        return CanonicalUuid.TryRead(id, bytes) ? bytes : id;
    }

    public static string Id(SqliteDataReader row, int column) =>
        row.GetValue(column) is byte[] bytes ? new Guid(bytes, bigEndian: true).ToString() : row.GetString(column);

    /// <summary>2025-09-14 is stored as 20250914.</summary>
    public static int OfDay(DateOnly day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;

    public static DateOnly Day(this SqliteDataReader row, int column)
    {
        var (yearMonth, day) = Math.DivRem(row.GetInt32(column), 100);
        return new DateOnly(yearMonth / 100, yearMonth % 100, day);
    }

    /// <summary>ISO 8601 in UTC with seven decimals, so that texts sort like times.</summary>
    public static string OfTime(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(this SqliteDataReader row, int column) =>
        DateTimeOffset.ParseExact(row.GetString(column), "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static string? Text(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[] Blob(this SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);
}
