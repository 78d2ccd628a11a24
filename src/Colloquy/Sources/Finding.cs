namespace Colloquy.Sources;

/// <summary>How a part is.</summary>
public enum Health
{
    Good,
    /// <summary>It works, but somebody should know.</summary>
    Doubtful,
    /// <summary>It does not work before something was changed.</summary>
    Broken,
}

/// <summary>What an examination found.</summary>
/// <param name="Part">What was examined, in a word or two.</param>
/// <param name="Text">What is there and, where it is not good, what to do.</param>
public sealed record Finding(Health Health, string Part, string Text);
