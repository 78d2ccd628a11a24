namespace Colloquy.Configuration;

/// <param name="Place">Where it was set, for the person who has to change it: <c>environment</c>, <c>.env</c> or an option.</param>
public sealed record Variable(string Value, string Place);
