namespace Colloquy.Model;

/// <summary>Name and mode of a Dify app, if the source has them.</summary>
public sealed record App(string Id, string Name, string? Mode);
