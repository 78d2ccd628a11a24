namespace Colloquy.Configuration;

/// <summary>The configuration cannot be used. Every problem is listed, so that one look mends them all.</summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException() { }
    public ConfigurationException(string message) : base(message) { }
    public ConfigurationException(string message, Exception inner) : base(message, inner) { }

    public ConfigurationException(ImmutableArray<string> problems)
        : base("The configuration cannot be used:" + string.Concat(problems.Select(p => "\n  - " + p))) => Problems = problems;

    public ImmutableArray<string> Problems { get; } = [];
}
