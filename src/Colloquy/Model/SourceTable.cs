namespace Colloquy.Model;

/// <summary>The tables of a source. Conversations and messages are required, the others add features.</summary>
public enum SourceTable
{
    Conversations,
    Messages,
    Feedbacks,
    Apps,
    EndUsers,
}

/// <summary>The names under which users meet the tables.</summary>
public static class SourceTableNames
{
    public static string Name(this SourceTable table) => table switch
    {
        SourceTable.Conversations => "conversations",
        SourceTable.Messages => "messages",
        SourceTable.Feedbacks => "message_feedbacks",
        SourceTable.Apps => "apps",
        SourceTable.EndUsers => "end_users",
        _ => throw new ArgumentOutOfRangeException(nameof(table)),
    };
}
