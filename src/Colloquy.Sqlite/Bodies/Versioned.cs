namespace Colloquy.Sqlite.Bodies;

/// <summary>A row and the collect that brought it, see <see cref="VersionOrder"/>.</summary>
internal readonly record struct Versioned<T>(T Row, long Generation);
