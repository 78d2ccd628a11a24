namespace Colloquy.Sources.NocoDb.Http;

/// <summary>A response exceeds the size limit. If it holds records, a smaller page may help.</summary>
internal sealed class AnswerTooLargeException : Exception
{
    public AnswerTooLargeException() { }
    public AnswerTooLargeException(string message) : base(message) { }
    public AnswerTooLargeException(string message, Exception inner) : base(message, inner) { }
}
