using System.Text.RegularExpressions;

namespace Colloquy.Sources.Files;

/// <summary>What can be told from a file's name.</summary>
internal static partial class FileNames
{
    /// <summary>The file names that are looked for, for messages.</summary>
    public const string Expected = "conversations*, messages*, message_feedbacks*, apps* or end_users* with .jsonl, .ndjson, .json or "
        + ".csv, plain, .gz or .zst";

    /// <summary>The table whose rows a file of this name holds; null if the name does not tell.</summary>
    public static SourceTable? Table(string name) => Pattern().Match(name) is { Success: true } match
        ? match.Groups["table"].Value.ToUpperInvariant() switch
        {
            "CONVERSATIONS" => SourceTable.Conversations,
            "MESSAGES" => SourceTable.Messages,
            "MESSAGE_FEEDBACKS" => SourceTable.Feedbacks,
            "END_USERS" => SourceTable.EndUsers,
            _ => SourceTable.Apps,
        }
        : null;

    /// <summary>The extension without that of the compression, in lower case: <c>.csv</c> for <c>messages.csv.gz</c>.</summary>
    public static string Extension(string name)
    {
        var extension = Path.GetExtension(name).ToLowerInvariant();
        return extension is ".gz" or ".zst" ? Path.GetExtension(Path.GetFileNameWithoutExtension(name)).ToLowerInvariant() : extension;
    }

    [GeneratedRegex(
        @"^(?<table>conversations|messages|message_feedbacks|apps|end_users).*\.(jsonl|ndjson|json|csv)(\.gz|\.zst)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
