namespace Colloquy.Query;

/// <summary>One row per part of a message: what the user said, and what the assistant said.</summary>
internal static class UtterancesView
{
    public const string Name = "utterances";
    public const string Base = "messages";

    public const string Sql = $"""
        CREATE OR REPLACE VIEW {Name} AS
        SELECT id AS message_id, conversation_id, app_id, created_at, turn, 'user' AS role, query AS text, message_tokens AS tokens
        FROM {Base}
        UNION ALL
        SELECT id, conversation_id, app_id, created_at, turn, 'assistant', answer, answer_tokens FROM {Base}
        """;
}
