using System.Text.Json;
using Colloquy.Stores;

namespace Colloquy.Sqlite.Storage;

/// <summary>The stages of a run as they are stored.</summary>
internal static class StagesJson
{
    public static string Write(ImmutableArray<StageRecord> stages) => JsonSerializer.Serialize(stages);

    /// <summary>Reads by hand: every command that shows runs would wait for the serializer to be prepared.</summary>
    public static ImmutableArray<StageRecord> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var stages = ImmutableArray.CreateBuilder<StageRecord>(document.RootElement.GetArrayLength());
        foreach (var stage in document.RootElement.EnumerateArray())
        {
            stages.Add(new StageRecord(
                stage.GetProperty(nameof(StageRecord.Name)).GetString()!,
                stage.GetProperty(nameof(StageRecord.Items)).GetInt64(),
                stage.GetProperty(nameof(StageRecord.Written)).GetInt64(),
                stage.GetProperty(nameof(StageRecord.Bytes)).GetInt64(),
                stage.GetProperty(nameof(StageRecord.Seconds)).GetDouble()));
        }

        return stages.MoveToImmutable();
    }
}
