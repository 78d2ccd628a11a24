namespace Colloquy.Lake;

/// <summary>The lake cannot be read or written. The message says what, where and what to do.</summary>
public sealed class LakeException : IOException
{
    /// <summary>
    /// Whether the lake's content differs from what was committed. An unreachable server, a missing permission or another run are not
    /// damage, and nothing may be rebuilt because of them.
    /// </summary>
    public bool IsDamage { get; init; }

    /// <summary>Creates an exception with a default message.</summary>
    public LakeException() { }
    /// <summary>Creates an exception with a message.</summary>
    public LakeException(string message) : base(message) { }
    /// <summary>Creates an exception with a message and a cause.</summary>
    public LakeException(string message, Exception inner) : base(message, inner) { }
}
