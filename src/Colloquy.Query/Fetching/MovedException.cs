namespace Colloquy.Query.Fetching;

/// <summary>A file that the catalogue named is gone: publishing has replaced it since.</summary>
internal sealed class MovedException(string key)
    : Exception($"{key} is no longer there: the day was published again while the query was on its way. Run the query again.");
