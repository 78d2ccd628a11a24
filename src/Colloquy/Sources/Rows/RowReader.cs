namespace Colloquy.Sources.Rows;

/// <summary>
/// Reads raw rows of Dify's tables, each a JSON object in UTF-8 with columns in any order. The same rows come out of it whatever source they came
/// from and whenever they are read. Safe for use by many threads.
/// </summary>
/// <param name="zone">Zone of times that carry no offset.</param>
/// <param name="refine">Done to every row that <see cref="Read"/> gives; nothing unless told otherwise.</param>
public sealed class RowReader(TimeZoneInfo zone, Func<ParsedRow, ParsedRow>? refine = null)
{
    private readonly Lock gate = new();
    private readonly RowParser<Conversation> conversations = new(DifyTables.Conversations, zone);
    private readonly RowParser<Message> messages = new(DifyTables.Messages, zone);
    private readonly RowParser<Feedback> feedbacks = new(DifyTables.Feedbacks, zone);
    private readonly RowParser<App> apps = new(DifyTables.Apps, zone);
    private readonly RowParser<EndUser> endUsers = new(DifyTables.EndUsers, zone);

    /// <summary>Zone of times that carry no offset.</summary>
    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>Reads one row.</summary>
    /// <param name="origin">Where it comes from; a dead letter says so.</param>
    public ParsedRow Read(SourceTable table, ReadOnlyMemory<byte> raw, string origin)
    {
        lock (gate)
        {
            var none = new ParsedRow(null, null, null, null, null, null);
            var parsed = table switch
            {
                SourceTable.Conversations => Read(conversations, raw, origin, row => none with { Conversation = row }),
                SourceTable.Messages => Read(messages, raw, origin, row => none with { Message = row }),
                SourceTable.Feedbacks => Read(feedbacks, raw, origin, row => none with { Feedback = row }),
                SourceTable.Apps => Read(apps, raw, origin, row => none with { App = row }),
                SourceTable.EndUsers => Read(endUsers, raw, origin, row => none with { EndUser = row }),
                _ => throw new ArgumentOutOfRangeException(nameof(table)),
            };
            return refine is null ? parsed : refine(parsed);
        }
    }

    private static ParsedRow Read<T>(RowParser<T> parser, ReadOnlyMemory<byte> raw, string origin, Func<T, ParsedRow> take)
        where T : class =>
        parser.TryParse(raw, out var row, out var fault)
            ? take(row)
            : new ParsedRow(null, null, null, null, null, parser.Bury(fault, origin, raw));
}
