using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Sources.Files;
using Colloquy.Sources.Rows;
using Colloquy.TestKit;
using Colloquy.TestKit.Sources;
using Microsoft.Extensions.Time.Testing;

namespace Colloquy.Tests.Sources.Files;

public sealed class FilesSourceTests : IDisposable
{
    private static readonly DateTime Written = new(2025, 4, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(Written).AddHours(1));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_that_changed_is_read_again_and_the_others_are_not()
    {
        Write("conversations.jsonl", GarbageCorpus.GoodConversations);
        Write("messages.jsonl", GarbageCorpus.GoodMessages[..1]);
        var first = await ReadAsync(folder.Path);

        Write("messages.jsonl", GarbageCorpus.GoodMessages, Written.AddMinutes(1));
        var second = await ReadAsync(folder.Path, first.Marks);
        Assert.Equal(["messages.jsonl"], second.Marks.Keys);
        Assert.Equal(3, second.Count<Message>());
        Assert.Empty((await ReadAsync(folder.Path, first.Marks.SetItems(second.Marks))).Tables);
    }

    [Fact]
    public async Task A_file_written_just_before_its_reading_is_read_once_more()
    {
        Write("conversations.jsonl", GarbageCorpus.GoodConversations);
        Age("conversations.jsonl", clock.GetUtcNow().UtcDateTime.AddSeconds(-1.5));
        var first = await ReadAsync(folder.Path);
        clock.Advance(TimeSpan.FromSeconds(1));
        var second = await ReadAsync(folder.Path, first.Marks);
        Assert.Equal(first.Rows, second.Rows);
        Assert.Empty((await ReadAsync(folder.Path, second.Marks)).Tables);
    }

    [Fact]
    public async Task A_mark_of_another_zone_or_version_does_not_count()
    {
        Write("conversations.jsonl", GarbageCorpus.GoodConversations);
        var marks = (await ReadAsync(folder.Path)).Marks;
        var elsewhere = new RowReader(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        Assert.NotEmpty((await SourceReading.OfAsync(new FilesSource(folder.Path, elsewhere, clock), Request(marks), Stop)).Tables);
        Assert.NotEmpty((await ReadAsync(folder.Path, marks.SetItem("conversations.jsonl", marks["conversations.jsonl"] with { Value = "odd" }))).Tables);
    }

    [Fact]
    public async Task A_cut_file_is_not_read_again_but_warned_of_until_it_is_replaced()
    {
        Write("conversations.jsonl", GarbageCorpus.GoodConversations);
        folder.With([new("messages.jsonl.gz", RowFormat.Gzip(RowFormat.Lines(GarbageCorpus.GoodMessages))[..^4])]);
        Age("messages.jsonl.gz", Written);
        var first = await ReadAsync(folder.Path);
        var warning = Assert.Single(first.Warnings);
        Assert.StartsWith("messages.jsonl.gz: ", warning, StringComparison.Ordinal);
        Assert.Contains($"after {RowFormat.Lines(GarbageCorpus.GoodMessages).Length} bytes", warning, StringComparison.Ordinal);

        var second = await ReadAsync(folder.Path, first.Marks);
        Assert.Equal(first.Warnings, second.Warnings);
        Assert.Empty(second.Rows);
        Assert.Empty(second.Marks);

        folder.With([new("messages.jsonl.gz", RowFormat.Gzip(RowFormat.Lines(GarbageCorpus.GoodMessages)))]);
        Age("messages.jsonl.gz", Written.AddMinutes(1));
        Assert.Empty((await ReadAsync(folder.Path, first.Marks)).Warnings);
    }

    [Fact]
    public async Task A_file_without_rows_is_marked_with_an_empty_page()
    {
        Write("conversations.jsonl", []);
        var read = await ReadAsync(folder.Path);
        Assert.Equal([0], read.Sizes);
        Assert.Equal(0, read.Marks["conversations.jsonl"].Rows);
    }

    [Theory]
    [InlineData("messages-march.csv.gz")]
    [InlineData("dump.jsonl")]
    [InlineData("dump")]
    public async Task A_single_file_is_known_by_its_name_or_its_columns(string name)
    {
        var rows = name.EndsWith("csv.gz", StringComparison.Ordinal)
            ? RowFormat.Gzip(RowFormat.Csv(GarbageCorpus.GoodMessages))
            : RowFormat.Lines(GarbageCorpus.GoodMessages);
        folder.With([new(name, rows)]);
        var read = await ReadAsync(folder.Under(name));
        Assert.Equal(3, read.Count<Message>());
        Assert.Equal([name], read.Marks.Keys);
    }

    [Theory]
    [InlineData("""{"id":"f","conversation_id":"c","message_id":"m","rating":"like"}""", SourceTable.Feedbacks)]
    [InlineData("""{"id":"c","created_at":"2025-04-01"}""", SourceTable.Conversations)]
    [InlineData("""{"id":"a","name":"One"}""", SourceTable.Apps)]
    public async Task Columns_tell_the_table_in_every_format(string row, SourceTable expected)
    {
        foreach (var (name, content) in (ReadOnlySpan<(string, byte[])>)[("a.jsonl", RowFormat.Lines([row])), ("b.json", RowFormat.List([row])), ("c.csv", RowFormat.Csv([row]))])
        {
            folder.With([new(name, content)]);
        }

        foreach (var name in (string[])["a.jsonl", "b.json", "c.csv"])
        {
            Assert.Equal([expected], (await ReadAsync(folder.Under(name))).Tables);
        }
    }

    [Fact]
    public async Task Columns_that_tell_nothing_are_an_error()
    {
        folder.With([new("dump.jsonl", "{\"a\":1}\n"u8.ToArray())]);
        var error = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(folder.Under("dump.jsonl")));
        Assert.Contains("dump.jsonl", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_an_error()
    {
        var error = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(folder.Under("nowhere")));
        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_column_is_reported_before_any_row_of_its_file()
    {
        Write("conversations.jsonl", GarbageCorpus.GoodConversations);
        Write("messages.jsonl", ["""{"id":"m","conversation_id":"c1","query":"","created_at":"2025-04-01"}"""]);
        var units = new List<string>();
        await Assert.ThrowsAsync<SourceException>(async () =>
        {
            await foreach (var page in new FilesSource(folder.Path, new RowReader(TimeZoneInfo.Utc), clock).ReadAsync(Request() with { PageSize = 1 }, Stop))
            {
                units.Add(page.Unit);
            }
        });
        Assert.Equal(["conversations.jsonl"], units.Distinct());
    }

    [Fact]
    public async Task A_dead_letter_of_CSV_can_be_replayed_as_JSON()
    {
        folder.With([new("conversations.csv", "id,created_at,name\nc1,never,\"a \"\"b\"\"\"\n"u8.ToArray())]);
        var letter = Assert.Single((await ReadAsync(folder.Path)).DeadLetters);
        Assert.Equal("""{"id":"c1","created_at":"never","name":"a \"b\""}""", System.Text.Encoding.UTF8.GetString(letter.Raw.Span));
        Assert.Equal(("conversations.csv line 2", "c1"), (letter.Origin, letter.RowId));
    }

    [Fact]
    public async Task Places_count_lines_of_text_and_rows_of_arrays()
    {
        folder.With(
        [
            new("conversations.csv", "id,created_at\n\n\"c\n1\",2025-04-01\nc2,never\n"u8.ToArray()),
            new("messages-1.jsonl", RowFormat.Utf8("\n" + GarbageCorpus.GoodMessages[0] + "\nbad\n")),
            new("messages-2.json", RowFormat.Utf8("[" + GarbageCorpus.GoodMessages[0] + ",\n\nbad]")),
        ]);
        var origins = (await ReadAsync(folder.Path)).DeadLetters.Select(letter => letter.Origin);
        Assert.Equal(["conversations.csv line 5", "messages-1.jsonl line 3", "messages-2.json row 2"], origins);
    }

    [Fact]
    public async Task Share_grows_to_one()
    {
        Write("conversations.jsonl", GarbageCorpus.GoodConversations);
        Write("messages.jsonl", GarbageCorpus.GoodMessages);
        var shares = new List<double>();
        await foreach (var page in new FilesSource(folder.Path, new RowReader(TimeZoneInfo.Utc), clock).ReadAsync(Request(), Stop))
        {
            shares.Add(page.Share!.Value);
        }

        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
    }

    [Fact]
    public async Task The_sample_is_read_without_a_flaw()
    {
        var read = await ReadAsync(Repository.Sample);
        Assert.Equal((300, 1_037, 8, 0), (read.Count<Conversation>(), read.Count<Message>(), read.Count<App>(), read.DeadLetters.Length));
    }

    [Fact]
    public async Task The_dialogues_have_the_totals_that_they_are_known_for()
    {
        var source = new FilesSource(Repository.SharedData("dialogues"), new RowReader(TimeZoneInfo.Utc), clock);
        int conversations = 0, messages = 0, failed = 0, deleted = 0, dead = 0;
        var users = new HashSet<string>();
        var money = new Dictionary<string, decimal>();
        await foreach (var page in source.ReadAsync(Request() with { Parallelism = 2 }, Stop))
        {
            conversations += page.Conversations.Count;
            deleted += page.Conversations.Count(row => row.Value.IsDeleted);
            messages += page.Messages.Count;
            failed += page.Messages.Count(row => row.Value.Failed);
            dead += page.DeadLetters.Count;
            users.UnionWith(page.Conversations.Select(row => row.Value.FromEndUserId).OfType<string>());
            foreach (var message in page.Messages.Select(row => row.Value))
            {
                money[message.Currency!] = money.GetValueOrDefault(message.Currency!) + message.TotalPrice!.Value;
            }
        }

        Assert.Equal((30_607, 231_116, 1_519, 239, 0, 5_855), (conversations, messages, failed, deleted, dead, users.Count));
        Assert.Equal((79.02m, 1.21m), (decimal.Round(money["USD"], 2), decimal.Round(money["RMB"], 2)));
    }

    private void Write(string name, IEnumerable<string> rows, DateTime? written = null)
    {
        folder.With([new(name, RowFormat.Lines(rows))]);
        Age(name, written ?? Written);
    }

    private void Age(string name, DateTime written) => File.SetLastWriteTimeUtc(folder.Under(name), written);

    private Task<SourceReading> ReadAsync(string path, IReadOnlyDictionary<string, SourceMark>? marks = null) =>
        SourceReading.OfAsync(new FilesSource(path, new RowReader(TimeZoneInfo.Utc), clock), Request(marks), Stop);

    private static SourceRequest Request(IReadOnlyDictionary<string, SourceMark>? marks = null) =>
        new(marks ?? new Dictionary<string, SourceMark>(), PageSize: 1_000, Parallelism: 1, Full: false);
}
