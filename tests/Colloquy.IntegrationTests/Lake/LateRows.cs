using System.Text.Json.Nodes;
using Colloquy.IntegrationTests.Laws;

namespace Colloquy.IntegrationTests.Lake;

/// <summary>Rows that come after the sample: a turn for an old conversation rewrites its day and adds one; a conversation that was deleted leaves its day.</summary>
internal static class LateRows
{
    public static async Task WriteToAsync(string folder, CancellationToken stop)
    {
        var late = JsonNode.Parse(SampleRows.Load().Messages[0])!;
        late["id"] = "11111111-2222-4333-8444-555555555555";
        late["query"] = "One more thing";
        late["created_at"] = "2025-12-24 10:00:00+00:00";
        var deleted = JsonNode.Parse(SampleRows.Load().Conversations[^1])!;
        deleted["is_deleted"] = true;
        deleted["updated_at"] = "2025-12-24 10:00:00+00:00";
        await File.WriteAllTextAsync(Path.Combine(folder, "messages-late.jsonl"), late.ToJsonString() + "\n", stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "conversations-late.jsonl"), deleted.ToJsonString() + "\n", stop);
    }
}
