namespace Colloquy.Sources;

/// <summary>Result of a health check.</summary>
public enum Health
{
    /// <summary>It works.</summary>
    Good,
    /// <summary>It works, but the operator should know something: degraded.</summary>
    Doubtful,
    /// <summary>It does not work until something is changed: unhealthy.</summary>
    Broken,
}

/// <summary>One finding of a health check.</summary>
/// <param name="Part">What was checked, in a word or two.</param>
/// <param name="Text">What was found and, if it is not good, what to do.</param>
public sealed record Finding(Health Health, string Part, string Text);
