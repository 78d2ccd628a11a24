namespace Colloquy.Sources.NocoDb.Http;

/// <summary>An answer is larger than what is held of one. Of records, fewer may be asked for.</summary>
internal sealed class AnswerTooLargeException : Exception
{
    public AnswerTooLargeException() { }
    public AnswerTooLargeException(string message) : base(message) { }
    public AnswerTooLargeException(string message, Exception inner) : base(message, inner) { }
}
