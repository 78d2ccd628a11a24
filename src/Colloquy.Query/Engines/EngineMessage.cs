using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Colloquy.Query.Engines;

/// <summary>
/// Turns the engine's message into one for the user: with the user's line numbers, and with advice where the engine has none.
/// </summary>
internal static partial class EngineMessage
{
    private const int Longest = 4_000;

    public static string ForUser(DuckDBException failure, QueryLimits limits)
    {
        var message = Value().Replace(Line().Replace(OurPlace().Replace(failure.Message, ""), Renumber), "$1a value").TrimEnd();
        message = message.Length <= Longest ? message : string.Concat(message.AsSpan(0, Longest), "…");
        return failure.ErrorType == DuckDBErrorType.OutOfMemory || OutOfMemory().IsMatch(message)
            ? $"{NeedsMoreThan(limits)} ({message.Split('\n')[0]})"
            : message;
    }

    public static string NeedsMoreThan(QueryLimits limits) =>
        $"The query needs more than {limits.MemoryMegabytes} MB of memory. Select fewer days or columns, or aggregate before sorting.";

    /// <summary>Whether a Parquet file is invalid, which is also what the engine reports for a file with a hole where it reads.</summary>
    public static bool IsOfUnreadableFile(DuckDBException failure) =>
        failure.Message.Contains("TProtocolException", StringComparison.Ordinal);

    // The last two are names for an allocation that the operating system refused.
    [GeneratedRegex("Out of Memory|bad_alloc|[Bb]ad allocation")]
    private static partial Regex OutOfMemory();

    // A failure while rows are produced has a position in the statement around the SQL, which is meaningless to the user.
    [GeneratedRegex(@"\n+LINE 1: .*", RegexOptions.Singleline)]
    private static partial Regex OurPlace();

    // The engine quotes the value it could not convert, which may be text of a conversation.
    [GeneratedRegex("""^((?:Conversion|Invalid Input|Out of Range) Error: [^'"]*)(['"]).*\2""", RegexOptions.Singleline)]
    private static partial Regex Value();

    // Keeps the width, because a caret on the next line points into the SQL.
    private static string Renumber(Match line) =>
        $"LINE {int.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - LakeEngine.LinesBefore}: ".PadRight(line.Length);

    // The SQL starts on the second line of the statement that the engine sees.
    [GeneratedRegex(@"LINE (\d+): ")]
    private static partial Regex Line();
}
