namespace Colloquy.Reports;

/// <summary>A report cannot be made as requested. The message says what is wrong and what would work.</summary>
public sealed class ReportException : Exception
{
    /// <summary>Creates an exception with a default message.</summary>
    public ReportException() { }
    /// <summary>Creates an exception with a message.</summary>
    public ReportException(string message) : base(message) { }
    /// <summary>Creates an exception with a message and a cause.</summary>
    public ReportException(string message, Exception inner) : base(message, inner) { }
}
