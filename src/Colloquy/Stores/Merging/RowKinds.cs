namespace Colloquy.Stores.Merging;

internal static class RowKinds
{
    public static RowKind<Conversation> Conversation { get; } = new(
        row => row.Id, row => VersionOrder.Of(row, 0), row => row.UpdatedAt ?? row.CreatedAt, (a, b) => string.CompareOrdinal(a.Id, b.Id));

    public static RowKind<Message> Message { get; } = new(
        row => row.Id,
        row => VersionOrder.Of(row, 0),
        row => row.UpdatedAt ?? row.CreatedAt,
        ConversationRecord.InOrder);

    public static RowKind<Feedback> Feedback { get; } = new(
        row => row.Id,
        row => VersionOrder.Of(row, 0),
        row => row.UpdatedAt ?? row.CreatedAt ?? default,
        (a, b) => string.CompareOrdinal(a.Id, b.Id));
}
