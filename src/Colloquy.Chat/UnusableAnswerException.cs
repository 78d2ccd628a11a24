namespace Colloquy.Chat;

/// <summary>A model's answer is not of the shape that was asked for. The message says to the model what is wrong; it repeats nothing of the answer.</summary>
internal sealed class UnusableAnswerException : Exception
{
    public UnusableAnswerException() { }
    public UnusableAnswerException(string message) : base(message) { }
    public UnusableAnswerException(string message, Exception inner) : base(message, inner) { }
}
