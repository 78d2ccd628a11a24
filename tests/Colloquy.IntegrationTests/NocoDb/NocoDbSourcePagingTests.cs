using Colloquy.Pipeline;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>However the rows lie in time, and whatever happens to them while they are read, the record ends up with what the database holds.</summary>
public sealed class NocoDbSourcePagingTests
{
    private const string Old = "timestamp '2025-04-01 12:00:00'";
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Old)]
    [InlineData(DifySql.Now + " - interval '1 hour'")]
    public async Task More_rows_in_a_second_than_a_page_holds_all_arrive(string time)
    {
        await using var collected = await CollectedBase.CreateAsync(Stop);
        await collected.SqlAsync(DifySql.Insert("before ", 1, 100, $"{time} - i * interval '1 second'"), Stop);
        await collected.SqlAsync(DifySql.Insert("at once ", 1, 2_500, time), Stop);
        await collected.SqlAsync(DifySql.Insert("after ", 1, 100, $"{time} + i * interval '1 second'"), Stop);

        await collected.CollectAsync(Stop);

        await collected.AssertSameAsync(Stop);
        Assert.Equal(0, (await collected.CollectAsync(Stop)).Written);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task Rows_that_come_and_go_and_change_while_pages_are_read_are_met(int page)
    {
        await using var collected = await CollectedBase.CreateAsync(Stop);
        await collected.SqlAsync(DifySql.Insert("old ", 1, 5_000, $"{Old} + i * interval '1 second'"), Stop);
        await collected.SqlAsync(DifySql.Insert("young ", 1, 1_500, $"{DifySql.Now} - interval '1 hour' + i * interval '1 second'"), Stop);
        int pages = 0;
        collected.Proxy.Before = async request =>
        {
            if (request.Path.EndsWith("/records", StringComparison.Ordinal) && Interlocked.Increment(ref pages) == page)
            {
                await collected.SqlAsync(Everything, Stop);
            }
        };

        await collected.CollectAsync(Stop);
        Assert.True(pages >= page);
        await collected.CollectAsync(Stop);

        await collected.AssertSameAsync(Stop);
    }

    [Fact]
    public async Task Rows_that_come_and_go_and_change_between_two_runs_are_met()
    {
        await using var collected = await CollectedBase.CreateAsync(Stop);
        await collected.SqlAsync(DifySql.Insert("old ", 1, 5_000, $"{Old} + i * interval '1 second'"), Stop);
        await collected.SqlAsync(DifySql.Insert("young ", 1, 1_500, $"{DifySql.Now} - interval '1 hour' + i * interval '1 second'"), Stop);
        await collected.CollectAsync(Stop);
        await collected.SqlAsync(Everything, Stop);

        await collected.CollectAsync(Stop);

        await collected.AssertSameAsync(Stop);
    }

    [Fact]
    public async Task A_row_that_goes_from_a_crowded_second_while_it_is_paged_hides_none_of_the_others()
    {
        await using var collected = await CollectedBase.CreateAsync(Stop);
        await collected.SqlAsync(DifySql.Insert("crowd ", 1, 2_500, Old), Stop);
        int pages = 0;
        collected.Proxy.Before = async request =>
        {
            if (request.Path.EndsWith("/records", StringComparison.Ordinal) && request.Query.Contains("offset=", StringComparison.Ordinal) && Interlocked.Increment(ref pages) == 1)
            {
                await collected.SqlAsync("delete from conversations where id = (select min(id::text)::uuid from conversations); delete from messages where conversation_id not in (select id from conversations)", Stop);
            }
        };

        await collected.CollectAsync(Stop);
        Assert.True(pages > 1);
        collected.Proxy.Before = null;
        await collected.CollectAsync(Stop);
        await collected.AssertSameAsync(Stop);
    }

    [Theory]
    [InlineData("2150-01-01 00:00:00")]
    [InlineData("2199-12-30 23:59:59")]
    public async Task Rows_of_a_time_to_come_hide_no_others(string future)
    {
        await using var collected = await CollectedBase.CreateAsync(Stop);
        await collected.SqlAsync(DifySql.Insert("old ", 1, 1_200, $"{Old} + i * interval '1 second'"), Stop);
        await collected.SqlAsync(DifySql.Insert("future ", 1, 3, $"timestamp '{future}'"), Stop);
        await collected.CollectAsync(Stop);
        await collected.AssertSameAsync(Stop);
        await collected.SqlAsync(DifySql.Insert("new ", 1, 3, DifySql.Now), Stop);
        await collected.SqlAsync(DifySql.Update("old ", 7), Stop);
        await collected.SqlAsync(DifySql.Delete("old ", 8), Stop);
        await collected.SqlAsync(DifySql.Delete("future ", 2), Stop);

        await collected.CollectAsync(Stop);

        await collected.AssertSameAsync(Stop);
        Assert.Equal(0, (await collected.CollectAsync(Stop)).Rows);
    }

    [Fact]
    public async Task A_row_of_the_last_second_of_all_is_a_dead_letter_and_hides_no_others()
    {
        await using var collected = await CollectedBase.CreateAsync(Stop);
        await collected.SqlAsync(DifySql.Insert("old ", 1, 3, $"{Old} + i * interval '1 second'"), Stop);
        await collected.SqlAsync(DifySql.Insert("last ", 1, 1, "timestamp '9999-12-31 23:59:59'"), Stop);
        await collected.CollectAsync(Stop, ExitCode.DeadLetters);
        await collected.SqlAsync(DifySql.Insert("new ", 1, 3, DifySql.Now), Stop);
        await collected.SqlAsync(DifySql.Delete("old ", 2), Stop);
        await collected.SqlAsync(DifySql.Delete("last ", 1), Stop);

        await collected.CollectAsync(Stop, ExitCode.DeadLetters);

        await collected.AssertSameAsync(Stop);
    }

    // Rows of every age come, change and go; some of those that come are old by both of their times.
    private static string Everything { get; } = string.Concat(
        DifySql.Insert("new ", 1, 3, DifySql.Now), DifySql.Insert("late ", 1, 3, $"{Old} + i * interval '20 minutes'", DifySql.Now), DifySql.Insert("restored ", 1, 3, $"{Old} + i * interval '5 minutes'"),
        DifySql.Update("old ", 10), DifySql.Update("old ", 4_900), DifySql.Update("young ", 10),
        DifySql.Delete("old ", 20), DifySql.Delete("old ", 4_800), DifySql.Delete("young ", 20));
}
