namespace Colloquy.Lake;

/// <summary>The lake's files cannot be read or written. The message says what, where and what to do.</summary>
public sealed class LakeException : IOException
{
    /// <summary>
    /// What is written in the lake is not what was committed. A server that does not answer, a right that is missing and another run are no damage: nothing may be made anew
    /// because of them.
    /// </summary>
    public bool IsDamage { get; init; }

    public LakeException() { }
    public LakeException(string message) : base(message) { }
    public LakeException(string message, Exception inner) : base(message, inner) { }
}
