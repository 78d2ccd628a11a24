namespace Colloquy.Configuration;

/// <summary>One environment variable: the row of the reference page, and what reading it needs to know.</summary>
/// <param name="Name">As set in the environment or in <c>.env</c>.</param>
/// <param name="Default">As a user reads it; empty for none.</param>
/// <param name="Meaning">What it does, with unit and range.</param>
public sealed record Setting(string Name, string Default, string Meaning);
