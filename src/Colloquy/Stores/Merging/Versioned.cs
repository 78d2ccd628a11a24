namespace Colloquy.Stores.Merging;

/// <summary>A row and the collect that brought it, see <see cref="VersionOrder"/>.</summary>
public readonly record struct Versioned<T>(T Row, long Generation);
