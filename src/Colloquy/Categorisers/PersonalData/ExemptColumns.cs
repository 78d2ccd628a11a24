using System.Collections.Frozen;
using Colloquy.Model.Fields;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// The columns that are not redacted: those without words of users (see <see cref="Field.HasWords"/>). These are keys, which join rows; ids
/// of end users, which have a setting of their own; and Dify's own terms, numbers and times.
/// </summary>
internal static class ExemptColumns
{
    private static readonly FrozenSet<string> _names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        [
            .. ((FieldSet[])[ConversationFields.All, MessageFields.All, FeedbackFields.All])
                .SelectMany(fields => fields).Where(field => !field.HasWords).Select(field => field.Name),

            // Columns of end users.
            "external_id", "is_anonymous",
        ]);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _byName = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    public static IReadOnlySet<string> Names => _names;

    public static bool Contains(ReadOnlySpan<char> column) => _byName.Contains(column);
}
