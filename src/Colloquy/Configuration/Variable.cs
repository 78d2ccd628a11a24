namespace Colloquy.Configuration;

/// <summary>The value of a variable.</summary>
/// <param name="Value">The text as it was set.</param>
/// <param name="Place">Where it was set, for error messages: <c>environment</c>, <c>.env</c> or a command-line option.</param>
public sealed record Variable(string Value, string Place);
