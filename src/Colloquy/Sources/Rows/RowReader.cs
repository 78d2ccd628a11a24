namespace Colloquy.Sources.Rows;

/// <summary>
/// Parses raw rows of Dify's tables, each a JSON object in UTF-8 with columns in any order. The result does not depend on the source or on
/// when it is read. Thread-safe.
/// </summary>
/// <param name="zone">Time zone of times without an offset.</param>
/// <param name="refine">Applied to every row that <see cref="Read"/> returns; null for none.</param>
public sealed class RowReader(TimeZoneInfo zone, Func<ParsedRow, ParsedRow>? refine = null)
{
    private readonly Lock gate = new();
    private readonly RowParser<Conversation> conversations = new(DifyTables.Conversations, zone);
    private readonly RowParser<Message> messages = new(DifyTables.Messages, zone);
    private readonly RowParser<Feedback> feedbacks = new(DifyTables.Feedbacks, zone);
    private readonly RowParser<App> apps = new(DifyTables.Apps, zone);
    private readonly RowParser<EndUser> endUsers = new(DifyTables.EndUsers, zone);

    /// <summary>Time zone of times without an offset.</summary>
    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>Parses one row.</summary>
    /// <param name="origin">Where it comes from, for the dead letter of a bad row.</param>
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
