using System.Text;
using Colloquy.IntegrationTests.EndToEnd;
using Colloquy.IntegrationTests.Faults;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>A base that is no longer what it was, or is not what it has to be: the run names what is wrong, writes nothing wrong, and goes on when it is mended.</summary>
public sealed class NocoDbChangedBaseTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly TempFolder temp = new();
    private NocoDbServer server = null!;
    private DifyBase dify = null!;
    private FaultProxy proxy = null!;

    private string Home => temp.Under("home");

    public async ValueTask InitializeAsync()
    {
        server = await NocoDbServer.SharedAsync(Stop);
        dify = await server.CreateDifyAsync(Stop);
        await dify.LoadAsync(Repository.Sample, Stop);
        proxy = await FaultProxy.StartAsync(server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        await dify.DisposeAsync();
        temp.Dispose();
    }

    [Theory]
    [InlineData("messages", "answer")]
    [InlineData("messages", "created_at")]
    [InlineData("messages", "updated_at")]
    [InlineData("messages", "total_price")]
    [InlineData("conversations", "name")]
    [InlineData("conversations", "created_at")]
    [InlineData("conversations", "is_deleted")]
    public async Task A_column_dropped_behind_NocoDBs_back_is_named(string table, string column)
    {
        await dify.ExecuteAsync($"alter table {table} drop column {column}", Stop);
        AssertRefused(await CollectAsync(), $"{table}.{column};", "sync the base");
    }

    [Fact]
    public async Task Columns_dropped_in_the_middle_are_all_named()
    {
        await AtFirstListingOfMessagesAsync(() => dify.ExecuteAsync("alter table messages drop column answer, drop column error", Stop));
        AssertRefused(await CollectAsync(), "messages.answer, messages.error;", "sync the base");
    }

    [Fact]
    public async Task A_column_renamed_in_the_database_is_named_and_can_be_mapped()
    {
        Assert.Equal(0, (await CollectAsync()).ExitCode);
        var before = await FaultServer.ContentAsync(Home, Stop);
        await dify.ExecuteAsync("alter table messages rename column answer to reply", Stop);
        await dify.SyncMetaAsync(Stop);

        AssertRefused(await CollectAsync(), "answer is gone", "reply", "COLLOQUY_NOCODB_COLUMNS=messages.");
        before.AssertSame(await FaultServer.ContentAsync(Home, Stop));
        Assert.Equal(0, (await CollectAsync(["--full"], ("COLLOQUY_NOCODB_COLUMNS", "messages.answer=reply"))).ExitCode);
        before.AssertSame(await FaultServer.ContentAsync(Home, Stop));
    }

    [Fact]
    public async Task A_column_whose_type_was_changed_in_the_database_is_named()
    {
        await dify.ExecuteAsync("alter table messages alter column created_at type text", Stop);
        await dify.SyncMetaAsync(Stop);

        AssertRefused(await CollectAsync(), "messages.created_at;", "check the column's type");
    }

    [Fact]
    public async Task A_column_that_NocoDB_calls_something_else_is_named_with_both_types()
    {
        Assert.Equal(0, (await CollectAsync()).ExitCode);
        var before = await FaultServer.ContentAsync(Home, Stop);
        var table = "/tables/" + await dify.TableIdAsync("messages", Stop);
        proxy.Script = request => request.Path.EndsWith(table, StringComparison.Ordinal) ? new Fault.Replace(TimesAsText) : null;

        AssertRefused(await CollectAsync(), "created_at (created_at) was DateTime, but is LongText now");
        AssertRefused(await CollectAsync(["--full"]), "messages.created_at is LongText, but created_at must be DateTime");
        before.AssertSame(await FaultServer.ContentAsync(Home, Stop));

        static byte[] TimesAsText(byte[] meta) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(meta).Replace("\"uidt\":\"DateTime\"", "\"uidt\":\"LongText\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_that_is_gone_is_named()
    {
        Assert.Equal(0, (await CollectAsync()).ExitCode);
        await DropMessagesAsync();

        AssertRefused(await CollectAsync(), "The table messages (", "NOCODB_MESSAGES_TABLE");
        AssertRefused(await CollectAsync(["--full"]), "has no table messages; it has conversations");
    }

    [Fact]
    public async Task A_table_that_goes_away_in_the_middle_is_named()
    {
        await AtFirstListingOfMessagesAsync(DropMessagesAsync);

        AssertRefused(await CollectAsync(), "messages");
    }

    [Fact]
    public async Task A_table_dropped_behind_NocoDBs_back_is_named()
    {
        await dify.ExecuteAsync("drop table messages", Stop);

        AssertRefused(await CollectAsync(), "the table messages");
    }

    private static void AssertRefused(CliResult run, params string[] words)
    {
        Assert.Equal(2, run.ExitCode);
        Assert.All(words, word => Assert.Contains(word, run.Errors, StringComparison.Ordinal));
    }

    private async Task DropMessagesAsync()
    {
        await dify.ExecuteAsync("drop table messages", Stop);
        await dify.SyncMetaAsync(Stop);
    }

    // Once, while every request waits.
    private async Task AtFirstListingOfMessagesAsync(Func<Task> act)
    {
        var path = $"/tables/{await dify.TableIdAsync("messages", Stop)}/records";
        Task? done = null;
        var gate = new Lock();
        proxy.Before = async request =>
        {
            Task? doing;
            lock (gate)
            {
                doing = done ??= request.Path.EndsWith(path, StringComparison.Ordinal) ? act() : null;
            }

            await (doing ?? Task.CompletedTask);
        };
    }

    private Task<CliResult> CollectAsync(params (string Name, string Value)[] variables) => CollectAsync([], variables);

    private async Task<CliResult> CollectAsync(string[] arguments, params (string Name, string Value)[] variables) => await EndToEnd.Cli.CallAsync(
        Home, FaultServer.Variables(proxy.Url, dify.Id, server.Token).Add("MAX_RETRIES", "2").SetItems(variables.Select(v => KeyValuePair.Create(v.Name, v.Value))),
        new HastyClock(), Stop, ["collect", "--quiet", .. arguments]);
}
