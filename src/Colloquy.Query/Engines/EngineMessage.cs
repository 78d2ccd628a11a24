using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Colloquy.Query.Engines;

/// <summary>The engine's message with the lines numbered as the user wrote them, and with what to do next where the engine does not know.</summary>
internal static partial class EngineMessage
{
    private const int Longest = 4_000;

    public static string ForUser(DuckDBException failure, QueryLimits limits)
    {
        var message = Value().Replace(Line().Replace(OurPlace().Replace(failure.Message, ""), Renumber), "$1a value").TrimEnd();
        message = message.Length <= Longest ? message : string.Concat(message.AsSpan(0, Longest), "…");
        return failure.ErrorType == DuckDBErrorType.OutOfMemory || OutOfMemory().IsMatch(message) ? $"{NeedsMoreThan(limits)} ({message.Split('\n')[0]})" : message;
    }

    public static string NeedsMoreThan(QueryLimits limits) =>
        $"The query needs more than {limits.MemoryMegabytes} MB of memory. Ask for fewer days or columns, or aggregate before sorting.";

    /// <summary>Whether a Parquet file is not as it should be, which is what the engine says of one that has a hole where it reads.</summary>
    public static bool IsOfUnreadableFile(DuckDBException failure) => failure.Message.Contains("TProtocolException", StringComparison.Ordinal);

    // The second is what the operating system's refusal is called.
    [GeneratedRegex("Out of Memory|bad_alloc|[Bb]ad allocation")]
    private static partial Regex OutOfMemory();

    // What fails while rows are made is placed in the statement around the SQL, which says nothing to the user.
    [GeneratedRegex(@"\n+LINE 1: .*", RegexOptions.Singleline)]
    private static partial Regex OurPlace();

    // The engine quotes the value that it could not convert, which may be what somebody wrote.
    [GeneratedRegex("""^((?:Conversion|Invalid Input|Out of Range) Error: [^'"]*)(['"]).*\2""", RegexOptions.Singleline)]
    private static partial Regex Value();

    // As wide as before: on the next line a caret points into the SQL.
    private static string Renumber(Match line) =>
        $"LINE {int.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - LakeEngine.LinesBefore}: ".PadRight(line.Length);

    // The SQL stands one line lower in the statement that the engine sees.
    [GeneratedRegex(@"LINE (\d+): ")]
    private static partial Regex Line();
}
