namespace Colloquy.Lake;

/// <summary>The lake's files cannot be read or written. The message says what, where and what to do.</summary>
public sealed class LakeException : IOException
{
    public LakeException() { }
    public LakeException(string message) : base(message) { }
    public LakeException(string message, Exception inner) : base(message, inner) { }
}
