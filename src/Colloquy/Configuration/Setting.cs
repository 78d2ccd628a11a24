namespace Colloquy.Configuration;

/// <summary>One environment variable, as documented in <c>docs/configuration.md</c>.</summary>
/// <param name="Name">Name in the environment or in <c>.env</c>.</param>
/// <param name="Default">Default value as documented; empty if there is none.</param>
/// <param name="Meaning">What it does, with unit and range, in Markdown.</param>
public sealed record Setting(string Name, string Default, string Meaning);
