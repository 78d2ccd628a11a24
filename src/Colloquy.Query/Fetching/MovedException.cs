namespace Colloquy.Query.Fetching;

/// <summary>A file in the catalogue no longer exists: publishing has replaced it.</summary>
internal sealed class MovedException(string key)
    : Exception($"{key} no longer exists: its day was published again during the query. Run the query again.");
