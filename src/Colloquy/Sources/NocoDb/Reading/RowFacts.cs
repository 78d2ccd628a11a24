using Colloquy.Sources.Rows;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>Properties of a table's rows that reading by time needs.</summary>
/// <param name="Live">False for a row that is marked as deleted.</param>
/// <param name="Hold">Puts rows into a page.</param>
internal sealed record RowFacts<T>(
    TableRows<T> Table, Func<T, string> Id, Func<T, DateTimeOffset?> Created, Func<T, DateTimeOffset?> Updated, Func<T, bool> Live,
    Func<SourcePage, List<SourceRow<T>>, SourcePage> Hold);

internal static class RowFacts
{
    public static RowFacts<Conversation> Conversations { get; } = new(
        DifyTables.Conversations, row => row.Id, row => row.CreatedAt, row => row.UpdatedAt, row => !row.IsDeleted,
        (page, rows) => page with { Conversations = rows });

    public static RowFacts<Message> Messages { get; } = new(
        DifyTables.Messages, row => row.Id, row => row.CreatedAt, row => row.UpdatedAt, _ => true,
        (page, rows) => page with { Messages = rows });

    public static RowFacts<EndUser> EndUsers { get; } = new(
        DifyTables.EndUsers, row => row.Id, row => row.CreatedAt, row => row.UpdatedAt, _ => true,
        (page, rows) => page with { EndUsers = rows });

    public static RowFacts<Feedback> Feedbacks { get; } = new(
        DifyTables.Feedbacks, row => row.Id, row => row.CreatedAt, row => row.UpdatedAt, _ => true,
        (page, rows) => page with { Feedbacks = rows });
}
