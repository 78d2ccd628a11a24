using System.Collections.Frozen;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// The columns that redaction leaves as they are. Every other column of a row is redacted. Keys of rows are here because they join rows,
/// and those of users have a setting of their own; what an
/// installation of Dify writes has no words of users in it.
/// </summary>
internal static class ExemptColumns
{
    private static readonly FrozenSet<string> _names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,

        // Keys.
        "id", "app_id", "conversation_id", "message_id", "parent_message_id", "workflow_run_id", "app_model_config_id",

        // Keys of users: COLLOQUY_REDACT_USERS.
        "from_end_user_id", "from_account_id", "external_user_id", "external_id", "read_account_id",

        // Words of Dify.
        "mode", "model_provider", "model_id", "status", "invoke_from", "from_source", "currency", "rating",

        // Numbers, times, yes and no.
        "system_instruction_tokens", "dialogue_count", "message_tokens", "answer_tokens", "message_unit_price", "answer_unit_price",
        "message_price_unit", "answer_price_unit", "total_price",
        "provider_response_latency", "agent_based", "is_deleted", "is_anonymous", "created_at", "updated_at", "read_at");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _byName = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    public static IReadOnlySet<string> Names => _names;

    public static bool Contains(ReadOnlySpan<char> column) => _byName.Contains(column);
}
