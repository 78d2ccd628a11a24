using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Sources.Rows;
using Colloquy.TestKit.Sources;
using Xunit;

namespace Colloquy.TestKit.Contracts;

/// <summary>What every source promises, whatever it reads from.</summary>
public abstract class SourceContract
{
    private static readonly SourceRows FreeRows = Some.SourceRows(conversations: 60, seed: 17);

    /// <summary>Rows that the source can hold.</summary>
    protected virtual SourceRows Rows => FreeRows;

    /// <summary>A message that the source can hold and that cannot be taken, and what is wrong with which of its columns. Its texts say "hush".</summary>
    protected virtual (string Row, string Reason, string Column) BadRow =>
        ("""{"id":"bad-time","conversation_id":"talk-1","query":"hush","answer":"hush","created_at":"hush"}""", DeadReason.WrongType, "created_at");

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A source that holds exactly these rows and has not changed for a while.</summary>
    protected abstract Task<ISource> OpenAsync(SourceRows rows);

    [Fact]
    public async Task Every_row_arrives_once_as_the_row_reader_reads_it()
    {
        var read = await ReadAsync(await OpenAsync(Rows), Request());
        Assert.Equal(Expected(Rows), read.Rows);
        Assert.Empty(read.DeadLetters);
        Assert.Empty(read.Warnings);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    [InlineData(1_000, 8)]
    public async Task Page_size_and_threads_do_not_matter(int pageSize, int parallelism)
    {
        var read = await ReadAsync(await OpenAsync(Rows), Request() with { PageSize = pageSize, Parallelism = parallelism });
        Assert.Equal(Expected(Rows), read.Rows);
        Assert.All(read.Sizes, size => Assert.InRange(size, 0, pageSize));
    }

    [Fact]
    public async Task Tables_arrive_in_order()
    {
        var read = await ReadAsync(await OpenAsync(Rows), Request() with { PageSize = 7, Parallelism = 2 });
        SourceTable[] tables = [.. read.Tables.Where(table => table is not (SourceTable.Apps or SourceTable.EndUsers))];
        Assert.Equal(tables.Order(), tables);
    }

    [Fact]
    public async Task Raw_bytes_of_a_row_give_the_row_again()
    {
        var reader = new RowReader(TimeZoneInfo.Utc);
        await foreach (var page in (await OpenAsync(Rows)).ReadAsync(Request(), Stop))
        {
            Assert.All(page.Conversations, row => Assert.Equal(row.Value, reader.Read(page.Table, row.Raw, row.Origin).Conversation));
            Assert.All(page.Messages, row => Assert.Equal(row.Value, reader.Read(page.Table, row.Raw, row.Origin).Message));
            Assert.All(page.Feedbacks, row => Assert.Equal(row.Value, reader.Read(page.Table, row.Raw, row.Origin).Feedback));
            Assert.All(page.Messages, row => Assert.StartsWith(page.Unit + " ", row.Origin, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_bad_row_is_a_dead_letter_and_the_reading_goes_on()
    {
        var read = await ReadAsync(await OpenAsync(Rows with { Messages = Rows.Messages.Insert(3, BadRow.Row) }), Request());
        Assert.Equal(Expected(Rows), read.Rows);
        var letter = Assert.Single(read.DeadLetters);
        Assert.Equal((SourceTable.Messages, BadRow.Reason), (letter.Table, letter.Reason));
        Assert.Contains($"\"{letter.RowId}\"", BadRow.Row, StringComparison.Ordinal);
        Assert.Equal((await OpenAsync(Rows)).RowsHaveIds ? DeadLetter.KeyOf(letter.Table, letter.RowId!) : "", letter.Key);
        Assert.Contains(BadRow.Column, letter.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", letter.Detail, StringComparison.Ordinal);
        Assert.Equal(letter with { Key = "" }, new RowReader(TimeZoneInfo.Utc).Read(letter.Table, letter.Raw, letter.Origin).Dead);
    }

    [Fact]
    public async Task Marks_tell_what_was_read_and_keep_it_from_being_read_again()
    {
        var source = await OpenAsync(Rows);
        var first = await ReadAsync(source, Request() with { PageSize = 7 });
        Assert.Equal(first.Sizes.Sum(), first.Marks.Values.Sum(mark => mark.Rows));
        Assert.Equal(first.RawBytes, first.Marks.Values.Sum(mark => mark.RawBytes));

        var second = await ReadAsync(source, Request() with { Marks = first.Marks });
        Assert.Empty(second.Tables);
        var full = await ReadAsync(source, Request() with { Marks = first.Marks, Full = true });
        Assert.Equal(first.Rows, full.Rows);
    }

    [Fact]
    public async Task Reading_stops_when_cancelled()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        int pages = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var page in (await OpenAsync(Rows)).ReadAsync(Request() with { PageSize = 1, Parallelism = 2 }, cancel.Token))
            {
                pages++;
                await cancel.CancelAsync();
            }
        });
        Assert.InRange(pages, 1, 20);
    }

    [Fact]
    public async Task Reading_may_be_left_early()
    {
        await foreach (var page in (await OpenAsync(Rows)).ReadAsync(Request() with { PageSize = 1, Parallelism = 2 }, Stop))
        {
            Assert.Equal(SourceTable.Apps, page.Table);
            break;
        }
    }

    /// <summary>Everything, in pages of a thousand, on one thread.</summary>
    protected static SourceRequest Request() => new(new Dictionary<string, SourceMark>(), PageSize: 1_000, Parallelism: 1, Full: false);

    protected static Task<SourceReading> ReadAsync(ISource source, SourceRequest request) => SourceReading.OfAsync(source, request, Stop);

    [Fact]
    public async Task A_plan_reads_nothing_and_names_the_tables_that_have_something_to_read()
    {
        var source = await OpenAsync(Rows);
        var plan = await source.PlanAsync(Request(), Stop);
        Assert.Equal(plan.Tables.Select(t => t.Table).Order(), plan.Tables.Select(t => t.Table).Distinct().Order());
        Assert.Contains(plan.Tables, t => t is { Table: SourceTable.Messages, Requests: > 0 } && (t.Rows ?? Rows.Messages.Length) == Rows.Messages.Length);
        Assert.Equal(Expected(Rows), (await ReadAsync(source, Request())).Rows);
    }

    private static IEnumerable<object> Expected(SourceRows rows)
    {
        var reader = new RowReader(TimeZoneInfo.Utc);
        return SourceReading.InOrder(
            rows.Apps.Select(row => (object)reader.Read(SourceTable.Apps, RowFormat.Utf8(row), "").App!)
                .Concat(rows.Conversations.Select(row => reader.Read(SourceTable.Conversations, RowFormat.Utf8(row), "").Conversation!))
                .Concat(rows.Messages.Select(row => reader.Read(SourceTable.Messages, RowFormat.Utf8(row), "").Message!))
                .Concat(rows.Feedbacks.Select(row => reader.Read(SourceTable.Feedbacks, RowFormat.Utf8(row), "").Feedback!)));
    }
}
