namespace Colloquy.Sources.NocoDb.Schema;

/// <summary>A table as the list of a base names it.</summary>
/// <param name="Name">Its name in the database; null in API v3, which does not say.</param>
internal sealed record MetaTable(string Id, string Title, string? Name);
