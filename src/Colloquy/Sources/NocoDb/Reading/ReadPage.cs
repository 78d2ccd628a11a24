namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>The parsed response to one request.</summary>
/// <param name="Remaining">Rows of the window still to come; long.MaxValue if there are more but the server does not say how many.</param>
internal sealed record ReadPage<T>(ImmutableArray<ReadRow<T>> Rows, long Bytes, long Remaining)
    where T : class;
