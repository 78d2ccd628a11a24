using Microsoft.Extensions.Logging;

namespace Colloquy.Diagnostics;

/// <summary>Every log message. None contains text of a conversation.</summary>
internal static partial class Log
{
    [LoggerMessage(4, LogLevel.Information, "Run {Id} begins: {Command}")]
    public static partial void RunBegins(ILogger logger, long id, string command);

    [LoggerMessage(1, LogLevel.Information, "{Stage}: {Items} items, {Written} written, {Seconds:F1} s")]
    public static partial void StageDone(ILogger logger, string stage, long items, long written, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "{Warning}")]
    public static partial void SourceWarning(ILogger logger, string warning);

    [LoggerMessage(5, LogLevel.Warning, "{Warning}")]
    public static partial void AnnotatorWarning(ILogger logger, string warning);

    [LoggerMessage(7, LogLevel.Warning, "The lake is damaged. {Damage}")]
    public static partial void LakeDamage(ILogger logger, string damage);

    [LoggerMessage(6, LogLevel.Error, "{Stage} failed for conversation {Id}: {Kind}")]
    public static partial void ConversationFailed(ILogger logger, string stage, string id, string kind);

    [LoggerMessage(3, LogLevel.Error, "Counts do not reconcile. {Mismatch}")]
    public static partial void NotReconciled(ILogger logger, string mismatch);
}
