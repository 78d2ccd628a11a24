namespace Colloquy.Lake.Tables;

/// <summary>All tables, in the order of the documentation.</summary>
internal static class LakeTables
{
    public static ImmutableArray<Table> All { get; } =
    [
        ConversationsTable.Definition, MessagesTable.Definition, LabelsTable.Definition,
        UserDaysTable.Definition, DailyMetricsTable.Definition, ReportsTable.Definition,
    ];
}
