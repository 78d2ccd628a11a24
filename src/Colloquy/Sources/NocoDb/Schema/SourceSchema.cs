using System.Text.Json;
using Colloquy.Sources.NocoDb.Marks;

namespace Colloquy.Sources.NocoDb.Schema;

/// <summary>What was found out about a NocoDB, recorded so that a change of it is noticed.</summary>
/// <param name="Api"><c>v2</c> or <c>v3</c>.</param>
/// <param name="ComparesDays">Filters compare times by their day; null while there was no row to try it with.</param>
/// <param name="ResolvedAt">When all tables of the base were looked at last.</param>
internal sealed record SourceSchema(
    string Api, bool? ComparesDays, DateTimeOffset ResolvedAt, ImmutableSortedDictionary<SourceTable, TableSchema> Tables)
{
    public const string Key = "schema";

    /// <summary>What was recorded; null when nothing was, or another version of Colloquy did.</summary>
    public static SourceSchema? Of(IReadOnlyDictionary<string, SourceMark> marks)
    {
        try
        {
            return marks.TryGetValue(Key, out var mark) ? JsonSerializer.Deserialize(mark.Value, MarkJson.Default.SourceSchema) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public SourceMark ToMark() => new(Key, JsonSerializer.Serialize(this, MarkJson.Default.SourceSchema), 0, 0);
}
