using System.Globalization;
using System.Text.RegularExpressions;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>The bundled sample as lists of JSON lines, to be multiplied, shuffled, split and written to folders.</summary>
internal sealed partial record SampleRows(ImmutableArray<string> Conversations, ImmutableArray<string> Messages)
{
    public static SampleRows Load() => new(
        [.. File.ReadAllLines(Path.Combine(Repository.Sample, "conversations.jsonl"))],
        [.. File.ReadAllLines(Path.Combine(Repository.Sample, "messages.jsonl"))]);

    /// <summary>So many copies side by side: the ids of each copy differ, everything else is the same.</summary>
    public SampleRows Times(int copies) => new(
        [.. Enumerable.Range(0, copies).SelectMany(copy => Conversations.Select(row => Renumber(row, copy)))],
        [.. Enumerable.Range(0, copies).SelectMany(copy => Messages.Select(row => Renumber(row, copy)))]);

    public SampleRows Shuffled(int seed)
    {
        var random = new Random(seed);
        var conversations = Conversations.ToArray();
        var messages = Messages.ToArray();
        random.Shuffle(conversations);
        random.Shuffle(messages);
        return new SampleRows([.. conversations], [.. messages]);
    }

    /// <summary>Writes both tables, the messages split over so many files.</summary>
    public void WriteTo(string folder, int messageFiles = 1)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, "conversations.jsonl"), Conversations);
        var size = (Messages.Length + messageFiles - 1) / messageFiles;
        foreach (var (index, part) in Messages.Chunk(size).Index())
        {
            File.WriteAllLines(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"messages-{index:000}.jsonl")), part);
        }
    }

    private static string Renumber(string row, int copy) => copy == 0
        ? row
        : Uuid().Replace(row, id => (int.Parse(id.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) ^ copy)
            .ToString("x4", CultureInfo.InvariantCulture) + id.Groups[2].Value);

    [GeneratedRegex("(?!0{8}-)([0-9a-f]{4})([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")]
    private static partial Regex Uuid();
}
