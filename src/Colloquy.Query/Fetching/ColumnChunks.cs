using System.Buffers.Binary;
using System.Globalization;
using Colloquy.Query.Engines;

namespace Colloquy.Query.Fetching;

/// <summary>Locates the columns in a Parquet file.</summary>
internal static class ColumnChunks
{
    /// <summary>The footer's length and the magic bytes at the end of every file.</summary>
    private const int Trailer = 8;

    /// <param name="tail">The last bytes of a file.</param>
    /// <returns>Size of the footer with its trailer in bytes.</returns>
    public static long FooterBytes(ReadOnlySpan<byte> tail) => Trailer + (long)BinaryPrimitives.ReadUInt32LittleEndian(tail[^Trailer..]);

    /// <param name="paths">Files of one table. They need only their footers.</param>
    /// <returns>For each path the ranges that the columns occupy, end exclusive, in the order of the file.</returns>
    public static ILookup<string, (long Start, long End)> Find(
        IEngine engine, IReadOnlyCollection<string> paths, IEnumerable<string> columns) =>
        engine.Rows($"""
            SELECT file_name, 
                least(data_page_offset, CASE WHEN dictionary_page_offset > 0 THEN dictionary_page_offset END) AS start,
                total_compressed_size
            FROM parquet_metadata({Sql.Texts(paths)})
            WHERE list_contains({Sql.Texts(columns)}, split_part(path_in_schema, ', ', 1))
            ORDER BY file_name, start
            """)
            .Select(row => (Path: row[0], Start: Number(row[1]), Bytes: Number(row[2])))
            .ToLookup(c => c.Path, c => (c.Start, c.Start + c.Bytes), StringComparer.Ordinal);

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
