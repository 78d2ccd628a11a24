using System.Text.RegularExpressions;

namespace Colloquy.Sources.Files;

/// <summary>What the name of a file says about it.</summary>
internal static partial class FileNames
{
    /// <summary>The names that a folder is searched for, for messages to people.</summary>
    public const string Expected = "conversations*, messages*, message_feedbacks*, apps* or end_users* with .jsonl, .ndjson, .json or .csv, plain, .gz or .zst";

    /// <summary>The table whose rows a file of this name holds; null when the name does not say.</summary>
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

    /// <summary>The extension below a compression's: <c>.csv</c> of <c>messages.csv.gz</c>; lower case.</summary>
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
