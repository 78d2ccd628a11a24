namespace Colloquy.Model;

/// <summary>The tables of a source. Conversations and messages are required; the others are optional.</summary>
public enum SourceTable
{
    /// <summary>Dify's <c>conversations</c>.</summary>
    Conversations,
    /// <summary>Dify's <c>messages</c>.</summary>
    Messages,
    /// <summary>Dify's <c>message_feedbacks</c>.</summary>
    Feedbacks,
    /// <summary>Dify's <c>apps</c>.</summary>
    Apps,
    /// <summary>Dify's <c>end_users</c>.</summary>
    EndUsers,
}

/// <summary>Names of the source tables for users.</summary>
public static class SourceTableNames
{
    /// <summary>Dify's name of the table.</summary>
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
