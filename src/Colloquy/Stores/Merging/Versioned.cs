namespace Colloquy.Stores.Merging;

/// <summary>A row and the collect run that delivered it; see <see cref="VersionOrder"/>.</summary>
public readonly record struct Versioned<T>(T Row, long Generation);
