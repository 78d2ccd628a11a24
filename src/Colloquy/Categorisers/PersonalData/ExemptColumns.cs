using System.Collections.Frozen;
using Colloquy.Model.Fields;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// The columns that redaction leaves as they are: all that hold no words of users (<see cref="Field.HasWords"/>). Keys join rows, ids of
/// users have a setting of their own, and the rest are words of Dify, numbers and times. Every other column is redacted.
/// </summary>
internal static class ExemptColumns
{
    private static readonly FrozenSet<string> _names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        [
            .. ((FieldSet[])[ConversationFields.All, MessageFields.All, FeedbackFields.All])
                .SelectMany(fields => fields).Where(field => !field.HasWords).Select(field => field.Name),

            // Of end users.
            "external_id", "is_anonymous",
        ]);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _byName = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    public static IReadOnlySet<string> Names => _names;

    public static bool Contains(ReadOnlySpan<char> column) => _byName.Contains(column);
}
