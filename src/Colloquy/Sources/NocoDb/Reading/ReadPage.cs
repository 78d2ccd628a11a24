namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>The answer to one request, read.</summary>
/// <param name="Remaining">Rows of the window that are still to come; long.MaxValue where there are more and the server does not say how many.</param>
internal sealed record ReadPage<T>(ImmutableArray<ReadRow<T>> Rows, long Bytes, long Remaining)
    where T : class;
