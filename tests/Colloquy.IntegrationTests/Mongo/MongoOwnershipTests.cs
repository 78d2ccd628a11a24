using Colloquy.Configuration;
using Colloquy.Diagnostics;
using Colloquy.IntegrationTests.Laws;
using Colloquy.Model;
using Colloquy.Mongo;
using Colloquy.Pipeline;
using Colloquy.Stores;
using Colloquy.Stores.Ownership;
using Colloquy.TestKit;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Colloquy.IntegrationTests.Mongo;

/// <summary>One writer at a time, by the server's clock and the lock of a home, whatever the clock of this machine says.</summary>
public sealed class MongoOwnershipTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private MongoServer server = null!;

    public async ValueTask InitializeAsync() => server = await MongoServer.SharedAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_clock_of_this_machine_that_is_years_ahead_takes_nobody_for_dead()
    {
        var database = server.NewDatabase();
        await using var living = await OpenAsync(database);
        await using var hold = await living.TakeAsync(Stop);
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var other = await OpenAsync(database, clock: clock);
        await Assert.ThrowsAsync<RunInProgressException>(() => other.TakeAsync(Stop));
        Assert.Equal(StoreHolder.ThisProcess, (await other.FindHolderAsync(Stop))!.Process);
    }

    [Fact]
    public async Task The_next_run_of_a_home_begins_at_once_after_a_kill_and_one_of_another_home_waits()
    {
        using var temp = new TempFolder();
        var database = server.NewDatabase();
        var killed = Directory.CreateDirectory(temp.Under("home")).FullName;
        await using var first = await OpenAsync(database, killed);
        await using var hold = await first.TakeAsync(Stop);

        // After a kill the kernel has given the lock back: a copy of the home has the same file and nobody who holds it.
        var home = Directory.CreateDirectory(temp.Under("after")).FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "mongodb.lock"), hold.Writer.Split('/')[^1], Stop);
        await using var stranger = await OpenAsync(database, Directory.CreateDirectory(temp.Under("elsewhere")).FullName);
        var refused = await Assert.ThrowsAsync<RunInProgressException>(() => stranger.TakeAsync(Stop));
        Assert.Contains("by the server's clock", refused.Message, StringComparison.Ordinal);
        await using var next = await OpenAsync(database, home);
        await using var taken = await next.TakeAsync(Stop);
        Assert.False(taken.MayHaveRival);
        await Assert.ThrowsAsync<StoreException>(() => hold.VerifyAsync(Stop));
    }

    [Fact]
    public async Task Two_runs_of_one_home_are_kept_apart_by_its_lock_even_when_the_lease_is_over()
    {
        using var temp = new TempFolder();
        var database = server.NewDatabase();
        await using var first = await OpenAsync(database, temp.Path);
        await using var hold = await first.TakeAsync(Stop);
        await ExpireAsync(database);
        await using var second = await OpenAsync(database, temp.Path);
        await Assert.ThrowsAsync<RunInProgressException>(() => second.TakeAsync(Stop));
    }

    [Fact]
    public async Task That_an_earlier_writer_may_be_alive_is_remembered_until_the_lake_is_safe_from_him()
    {
        var database = server.NewDatabase();
        await using var store = await OpenAsync(database);
        await (await store.TakeAsync(Stop)).DisposeAsync();
        await using (var frozen = await OpenAsync(database))
        {
            var hold = await frozen.TakeAsync(Stop);
            Assert.False(hold.MayHaveRival);
            await ExpireAsync(database);
        }

        await using (var taken = await store.TakeAsync(Stop))
        {
            Assert.True(taken.MayHaveRival);
        }

        await using (var again = await store.TakeAsync(Stop))
        {
            Assert.True(again.MayHaveRival);
            await again.FencedAsync(Stop);
        }

        await using var safe = await store.TakeAsync(Stop);
        Assert.False(safe.MayHaveRival);
    }

    [Fact]
    public async Task A_hold_is_certain_only_for_a_while_after_it_was_renewed()
    {
        var clock = new StillClock();
        await using var store = await OpenAsync(server.NewDatabase(), clock: clock);
        await using var hold = await store.TakeAsync(Stop);
        Assert.True(hold.IsCertain);
        clock.Ahead = TimeSpan.FromSeconds(46);
        Assert.False(hold.IsCertain);
    }

    [Fact]
    public async Task A_run_that_stood_still_past_its_lease_is_refused_and_the_lake_stays_whole()
    {
        using var temp = new TempFolder();
        await using var undisturbed = await Home.OpenAsync(temp.Under("undisturbed"), Stop);
        await undisturbed.RunAsync(Repository.Sample, Stop);
        var content = await undisturbed.ContentAsync(Stop);
        foreach (var steps in (int[])[2, 12, 30, 60])
        {
            var place = await Place.OfAsync(mongo: true, s3: false, Stop);
            var path = temp.Under($"home{steps}");
            using var goOn = new ManualResetEventSlim();
            var stands = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var frozen = await Home.OpenAsync(path, place, Stop);
            var left = steps;
            var old = Task.Run(() => frozen.RunAsync(Repository.Sample, Stop, workers: 1, pageSize: 200, progress: new Step(() =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    stands.SetResult();
                    goOn.Wait(Stop);
                }
            })));
            if (await Task.WhenAny(old, stands.Task) == old)
            {
                await old;
                continue;
            }

            await ExpireAsync(place.DatabaseOf(path));
            await using var next = await Home.OpenAsync(path, place, Stop);
            Assert.Equal(ExitCode.Done, (await next.RunAsync(Repository.Sample, Stop)).ExitCode);
            goOn.Set();
            var refused = await Assert.ThrowsAnyAsync<Exception>(() => old);
            Assert.Contains("Another run has taken over", refused.Message, StringComparison.Ordinal);
            content.AssertSame(await next.ContentAsync(Stop));
            var status = await next.StatusAsync(Stop);
            Assert.True(status.Reconciled, string.Join('\n', status.Mismatches));
        }
    }

    [Fact]
    public async Task A_commit_that_was_not_finished_is_read_whole_and_left_as_it_is()
    {
        for (var allowed = 0; ; allowed++)
        {
            var database = server.NewDatabase();
            await using (var store = await OpenAsync(database))
            {
                await store.CommitAsync(Page(1, "m1"), Stop);
            }

            await using var proxy = new CuttingProxy(server.Uri);
            await using var dying = new MongoStore(database with { Uri = new Secret(proxy.Uri), MaxRetries = 0 }, TimeProvider.System);
            await dying.OpenAsync(Stop);
            proxy.Allowed = allowed;
            var failure = await Record.ExceptionAsync(() => dying.CommitAsync(
                Page(2, "m2") with { Conversations = [Some.ConversationRow("c1", updated: "2025-05-01T12:00:00Z"), Some.ConversationRow("c2", updated: "2025-05-01T12:00:00Z") with { IsDeleted = true }], DeadLetters = [Some.DeadLetter()] }, Stop));
            var before = await DocumentsAsync(database);
            await using var reader = new MongoStore(database, TimeProvider.System);
            await reader.OpenReadOnlyAsync(Stop);
            var seen = await SeenAsync(reader);
            Assert.Equal(before, await DocumentsAsync(database));
            Assert.Contains(seen, (string[])["c1 m1|c2 m1-c2|0", "c1 m1,m2|0 1|1"]);
            await using var writer = await OpenAsync(database);
            Assert.Equal(await SeenAsync(writer), seen);
            if (failure is null)
            {
                return;
            }
        }
    }

    private static PageCommit Page(long generation, string message) => Some.Page(generation) with
    {
        Conversations = generation == 1 ? [Some.ConversationRow(), Some.ConversationRow("c2")] : [],
        Messages = generation == 1 ? [Some.MessageRow(message), Some.MessageRow(message + "-c2", "c2")] : [Some.MessageRow(message)],
    };

    private static async Task<string> SeenAsync(MongoStore store)
    {
        var counts = await store.CountAsync(Stop);
        Assert.True(counts.Messages.Reconciled && counts.Conversations.Reconciled, counts.ToString());
        var threads = new List<string>();
        await foreach (var thread in store.ReadUnlabelledAsync("r", true, Stop))
        {
            threads.Add($"{thread.Conversation.Id} {string.Join(',', thread.Messages.Select(message => message.Id))}");
        }

        return string.Join('|', [.. threads, .. counts.Conversations.Excluded > 0 ? (string[])[$"0 {counts.Conversations.Excluded}"] : [], $"{await store.ReadDeadLettersAsync(DeadLetterFilter.Everything, Stop).CountAsync(Stop)}"]);
    }

    private static async Task<string> DocumentsAsync(MongoOptions database)
    {
        using var client = new MongoClient(database.Uri.Value);
        var content = client.GetDatabase(database.Database);
        var documents = new List<string>();
        foreach (var name in (await (await content.ListCollectionsAsync(cancellationToken: Stop)).ToListAsync(Stop)).Where(one => one["type"] == "collection").Select(one => one["name"].AsString))
        {
            documents.AddRange((await content.GetCollection<BsonDocument>(name).Find(new BsonDocument()).ToListAsync(Stop)).Select(document => name + document.ToString()));
        }

        return string.Join('\n', documents.Order(StringComparer.Ordinal));
    }

    private static async Task ExpireAsync(MongoOptions database)
    {
        using var client = new MongoClient(database.Uri.Value);
        var leases = client.GetDatabase(database.Database).GetCollection<BsonDocument>("leases");
        await leases.UpdateOneAsync(new BsonDocument("_id", "run"), new BsonDocument("$set", new BsonDocument("until", new BsonDateTime(0))), cancellationToken: Stop);
    }

    private static async Task<MongoStore> OpenAsync(MongoOptions database, string? home = null, TimeProvider? clock = null)
    {
        var store = new MongoStore(database, clock ?? TimeProvider.System, home);
        await store.OpenAsync(Stop);
        return store;
    }

    private sealed class Step(Action step) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => step();
    }

    // Its timers never ring, so that nothing is renewed.
    private sealed class StillClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ahead.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
