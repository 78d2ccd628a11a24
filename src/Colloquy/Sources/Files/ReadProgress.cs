namespace Colloquy.Sources.Files;

/// <summary>Shared progress of reading several files. Thread-safe.</summary>
/// <param name="total">Bytes on disk of all files to read.</param>
internal sealed class ReadProgress(long total)
{
    private long read;

    /// <summary>Adds bytes read.</summary>
    /// <returns>Share read so far, from 0 to 1.</returns>
    public double Add(long bytes) => total == 0 ? 1 : Math.Min(1, (double)Interlocked.Add(ref read, bytes) / total);
}
