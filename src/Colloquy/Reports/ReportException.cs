namespace Colloquy.Reports;

/// <summary>A report cannot be made as asked. The message says what is wrong and what would work.</summary>
public sealed class ReportException : Exception
{
    public ReportException() { }
    public ReportException(string message) : base(message) { }
    public ReportException(string message, Exception inner) : base(message, inner) { }
}
