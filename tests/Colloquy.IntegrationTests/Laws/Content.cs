using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Colloquy.Model;
using Colloquy.Stores;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>
/// Everything a home holds, in a form that can be compared: the record with its labels, the measures, the dead letters, the counts, and the data
/// files of the lake by name (a name is a hash of the file's content).
/// </summary>
internal sealed record Content(ImmutableSortedDictionary<string, string> Parts)
{
    public static async Task<Content> OfAsync(IStore store, IEnumerable<string> files, CancellationToken stop)
    {
        var parts = new Dictionary<string, string>();
        var seen = new HashSet<string>();
        foreach (var day in await store.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, stop))
        {
            foreach (var thread in (await store.ReadDayAsync(day, stop)).Where(t => seen.Add(t.Thread.Conversation.Id)))
            {
                parts["thread " + thread.Thread.Conversation.Id] = Digest(thread with { Thread = thread.Thread with { Version = 0 } });
            }
        }

        await foreach (var day in store.ReadMeasuresAsync(DateOnly.MinValue, DateOnly.MaxValue, withUsers: true, stop))
        {
            parts["measures " + day.Day.ToString("O", CultureInfo.InvariantCulture)] = Convert.ToHexString(SHA256.HashData(day.Payload.Span)) + Digest(day.Users);
        }

        await foreach (var dead in store.ReadDeadLettersAsync(DeadLetterFilter.Everything, stop))
        {
            parts["dead " + dead.Letter.Key] = dead.Letter.Reason;
        }

        var counts = await store.CountAsync(stop);
        parts["counts"] = string.Create(CultureInfo.InvariantCulture, $"{counts.Conversations} {counts.Messages} {counts.Feedbacks}");
        foreach (var file in files)
        {
            parts["lake " + file] = "";
        }

        return new Content(parts.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    public void AssertSame(Content other)
    {
        var differences = Parts.Keys.Union(other.Parts.Keys)
            .Where(key => Parts.GetValueOrDefault(key) != other.Parts.GetValueOrDefault(key))
            .Select(key => $"{key}: {Parts.GetValueOrDefault(key, "absent")} / {other.Parts.GetValueOrDefault(key, "absent")}")
            .ToList();
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(20))}");
    }

    private static string Digest<T>(T value) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value))));
}
