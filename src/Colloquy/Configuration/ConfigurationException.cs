namespace Colloquy.Configuration;

/// <summary>The configuration is invalid. The message lists every problem, so that all of them can be fixed at once.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates an exception with a default message and no problems.</summary>
    public ConfigurationException() { }
    /// <summary>Creates an exception with a message and no problems.</summary>
    public ConfigurationException(string message) : base(message) { }
    /// <summary>Creates an exception with a message, a cause and no problems.</summary>
    public ConfigurationException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Creates an exception whose message lists the problems.</summary>
    public ConfigurationException(ImmutableArray<string> problems)
        : base("The configuration cannot be used:" + string.Concat(problems.Select(p => "\n  - " + p))) => Problems = problems;

    /// <summary>One sentence per problem; empty if only a message was given.</summary>
    public ImmutableArray<string> Problems { get; } = [];
}
