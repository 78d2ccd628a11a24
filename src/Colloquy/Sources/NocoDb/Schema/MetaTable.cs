namespace Colloquy.Sources.NocoDb.Schema;

/// <summary>A table in the list of a base.</summary>
/// <param name="Name">The name in the database; null in API v3, which does not return it.</param>
internal sealed record MetaTable(string Id, string Title, string? Name);
