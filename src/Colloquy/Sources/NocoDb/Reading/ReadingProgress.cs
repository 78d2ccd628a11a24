namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>Rows read out of those expected. Thread-safe.</summary>
internal sealed class ReadingProgress
{
    private long expected, read;

    public void Expect(long rows) => Interlocked.Add(ref expected, rows);

    /// <returns>Share read so far, from 0 to 1; null if nothing is expected yet.</returns>
    public double? Add(long rows)
    {
        var done = Interlocked.Add(ref read, rows);
        return Interlocked.Read(ref expected) is > 0 and var all ? Math.Min(1, (double)done / all) : null;
    }
}
