namespace Colloquy.Chat;

/// <summary>
/// A model's answer has the wrong shape. The message tells the model what is wrong and repeats nothing of the answer.
/// </summary>
internal sealed class UnusableAnswerException : Exception
{
    public UnusableAnswerException() { }
    public UnusableAnswerException(string message) : base(message) { }
    public UnusableAnswerException(string message, Exception inner) : base(message, inner) { }
}
