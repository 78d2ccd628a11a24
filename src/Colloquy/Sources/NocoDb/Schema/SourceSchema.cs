using System.Text.Json;
using Colloquy.Sources.NocoDb.Marks;

namespace Colloquy.Sources.NocoDb.Schema;

/// <summary>What was found out about a NocoDB, recorded so that changes are noticed.</summary>
/// <param name="Api"><c>v2</c> or <c>v3</c>.</param>
/// <param name="ComparesDays">Whether filters compare times by day; null as long as there is no row to test it with.</param>
/// <param name="ResolvedAt">When all tables of the base were last listed.</param>
internal sealed record SourceSchema(
    string Api, bool? ComparesDays, DateTimeOffset ResolvedAt, ImmutableSortedDictionary<SourceTable, TableSchema> Tables)
{
    public const string Key = "schema";

    /// <summary>The recorded schema; null if there is none, or it is from another version of Colloquy.</summary>
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
