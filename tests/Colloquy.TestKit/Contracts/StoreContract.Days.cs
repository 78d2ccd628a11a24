using System.Collections.Immutable;
using System.Text.Json;
using Colloquy.Model;
using Colloquy.Stores;
using CsCheck;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    private static readonly DateOnly FirstDay = new(2025, 3, 30);

    [Fact]
    public async Task A_day_gives_its_live_threads_in_order_with_their_labels()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(
            Some.Page() with
            {
                Conversations =
                [
                    Some.ConversationRow("c3", "2025-04-01T10:00:00Z"),
                    Some.ConversationRow("c2", "2025-04-02T00:00:00Z"),
                    Some.ConversationRow("B", "2025-04-02T00:00:00Z"),
                    Some.ConversationRow(Some.Uuid(1), "2025-04-02T23:59:59Z"),
                    Some.ConversationRow("gone", "2025-04-02T10:00:00Z") with { IsDeleted = true },
                    Some.ConversationRow("c4", "2025-04-03T00:00:00Z"),
                ],
                Messages = [Some.MessageRow("m1", "c3", "2025-04-02T12:00:00Z"), Some.MessageRow("m2", "c3", "2025-04-02T13:00:00Z")],
            },
            Stop);
        await LabelAsync(store);
        var day = await store.ReadDayAsync(Day("2025-04-02"), Stop);
        Assert.Equal(["c3", "B", "c2", Some.Uuid(1)], day.Select(t => t.Thread.Conversation.Id));
        Assert.All(day, t => Assert.Single(t.Labels));
        Assert.Equal(2, day[0].Thread.Messages.Length);
        Assert.Equal([Day("2025-04-01"), Day("2025-04-02")], await store.ReadActiveDaysAsync(Day("2025-04-01"), Day("2025-04-03"), Stop));
        Assert.Equal(3, (await store.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Stop)).Count);
    }

    [Fact]
    public async Task A_completed_day_is_due_again_when_it_changes_or_the_revision_does()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, Stop);
        await LabelAsync(store);
        await CompleteAsync(store, DayProjection.Lake);
        Assert.Empty(await DueAsync(store, DayProjection.Lake));
        Assert.Single(await DueAsync(store, DayProjection.Measures));
        Assert.Single(await DueAsync(store, DayProjection.Lake, "p2"));
        Assert.Single(await store.ReadDueDaysAsync(DayProjection.Lake, "p1", true, Stop));

        await store.CommitAsync(Some.Page() with { Messages = [Some.MessageRow()] }, Stop);
        await LabelAsync(store);
        Assert.Single(await DueAsync(store, DayProjection.Lake));
    }

    [Fact]
    public async Task A_day_that_changed_since_it_was_read_stays_due()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, Stop);
        await LabelAsync(store);
        var due = await store.ReadDueDaysAsync(DayProjection.Lake, "p1", false, Stop);
        await LabelAsync(store, "r2");
        await store.CompleteDaysAsync(DayProjection.Lake, due, "p1", Stop);
        Assert.Single(await DueAsync(store, DayProjection.Lake));
    }

    [Fact]
    public async Task A_day_that_a_thread_left_becomes_due_at_once()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow(created: "2025-04-03T12:00:00Z")] }, Stop);
        await LabelAsync(store);
        await CompleteAsync(store, DayProjection.Lake);
        await store.CommitAsync(Some.Page(2) with { Messages = [Some.MessageRow(created: "2025-04-04T12:00:00Z")] }, Stop);
        Assert.Equal([Day("2025-04-03")], await DueAsync(store, DayProjection.Lake));
        await LabelAsync(store);
        Assert.Equal([Day("2025-04-01"), Day("2025-04-03"), Day("2025-04-04")], await DueAsync(store, DayProjection.Lake));
        Assert.Equal([Day("2025-04-01"), Day("2025-04-04")], await store.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Stop));
    }

    [Fact]
    public async Task Measures_come_back_as_they_were_saved_and_complete_their_days()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, Stop);
        await LabelAsync(store);
        var due = await store.ReadDueDaysAsync(DayProjection.Measures, "m1", false, Stop);
        var users = (ImmutableArray<UserDay>)[Some.UserDay(new Actor(ActorKind.EndUser, "b"), due[0].Day, 3), Some.UserDay(new Actor(ActorKind.Account, "a"), due[0].Day)];
        await store.SaveMeasuresAsync([new DayMeasures(due[0].Day, new byte[] { 1, 2, 3 }, users)], due, "m1", Stop);
        Assert.Empty(await DueAsync(store, DayProjection.Measures, "m1"));
        Assert.Equal([due[0].Day], await DueAsync(store, DayProjection.Metrics));
        var read = Assert.Single(await ListAsync(store.ReadMeasuresAsync(DateOnly.MinValue, DateOnly.MaxValue, withUsers: true, Stop)));
        Assert.Equal([1, 2, 3], read.Payload.ToArray());
        Assert.Equal(JsonSerializer.Serialize(users), JsonSerializer.Serialize(read.Users));
        var withoutUsers = Assert.Single(await ListAsync(store.ReadMeasuresAsync(DateOnly.MinValue, DateOnly.MaxValue, withUsers: false, Stop)));
        Assert.Equal([1, 2, 3], withoutUsers.Payload.ToArray());
        Assert.Empty(withoutUsers.Users);
    }

    [Fact]
    public async Task Measures_and_user_days_are_read_in_order_within_half_open_days()
    {
        await using var store = await OpenAsync();
        var (a, b, c) = (new Actor(ActorKind.EndUser, "a"), new Actor(ActorKind.EndUser, "\U00010000"), new Actor(ActorKind.EndUser, "\uffee"));
        var days = Enumerable.Range(0, 150).Select(i => FirstDay.AddDays(i)).ToArray();
        await store.SaveMeasuresAsync(
            [.. days.Reverse().Select(day => new DayMeasures(day, new byte[] { 1 }, [Some.UserDay(a, day), Some.UserDay(b, day), Some.UserDay(c, day)]))], [], "m1", Stop);
        Assert.Equal(days[1..140], (await ListAsync(store.ReadMeasuresAsync(days[1], days[140], withUsers: true, Stop))).Select(d => d.Day));
        Assert.Equal(
            from actor in (Actor[])[a, b, c] from day in days[1..140] select (actor, day),
            (await ListAsync(store.ReadUserDaysAsync(days[1], days[140], Stop))).Select(u => (u.Actor, u.Day)));
    }

    [Fact]
    public async Task A_day_without_payload_and_users_has_no_measures()
    {
        await using var store = await OpenAsync();
        await store.SaveMeasuresAsync([Measured(0, 1, 0)], [], "m1", Stop);
        await store.SaveMeasuresAsync([new DayMeasures(FirstDay, ReadOnlyMemory<byte>.Empty, [])], [], "m1", Stop);
        Assert.Empty(await ListAsync(store.ReadMeasuresAsync(DateOnly.MinValue, DateOnly.MaxValue, withUsers: true, Stop)));
    }

    [Fact]
    public async Task A_first_day_that_moves_makes_the_old_and_the_new_one_due_for_metrics()
    {
        await using var store = await OpenAsync();
        await store.SaveMeasuresAsync([Measured(5, 1, 7), Measured(8, 1, 7), Measured(9, 1)], [], "m1", Stop);
        await CompleteAsync(store, DayProjection.Metrics);

        await store.SaveMeasuresAsync([Measured(2, 1, 7)], [], "m1", Stop);
        Assert.Equal([FirstDay.AddDays(2), FirstDay.AddDays(5)], await DueAsync(store, DayProjection.Metrics));
        await CompleteAsync(store, DayProjection.Metrics);

        await store.SaveMeasuresAsync([Measured(2, 1), Measured(5, 1)], [], "m1", Stop);
        Assert.Equal([FirstDay.AddDays(2), FirstDay.AddDays(5), FirstDay.AddDays(8)], await DueAsync(store, DayProjection.Metrics));
    }

    [Fact]
    public async Task First_days_are_those_ever_of_the_actors_of_an_interval()
    {
        await using var store = await OpenAsync();
        await store.SaveMeasuresAsync([Measured(0, 1, 1, 2), Measured(4, 1, 2), Measured(5, 1, 2, 3)], [], "m1", Stop);
        var first = await store.ReadFirstDaysAsync(FirstDay.AddDays(4), FirstDay.AddDays(5), Stop);
        Assert.Equal(new Dictionary<Actor, DateOnly> { [ActorNumber(2)] = FirstDay }, first);
        Assert.Equal(3, (await store.ReadFirstDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Stop)).Count);
    }

    /// <summary>Metrics of a day depend on its payload, its users, and who of them is new. Exactly the days where one of these changed are due.</summary>
    [Fact]
    public async Task Increments_make_due_what_a_rebuild_would_change_and_end_where_it_does()
    {
        var save = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Gen.Int[0, 4].Array[0, 3]).Array[1, 4];
        await save.Array[1, 8].SampleAsync(
            async saves =>
            {
                await using var store = await OpenAsync();
                var state = new SortedDictionary<DateOnly, DayMeasures>();
                var metrics = Metrics(state);
                foreach (var batch in saves)
                {
                    var days = batch.DistinctBy(d => d.Item1).Select(d => Measured(d.Item1, d.Item2, d.Item3.Distinct().Order().ToArray())).ToList();
                    await store.SaveMeasuresAsync(days, [], "m1", Stop);
                    days.ForEach(day => state[day.Day] = day);
                    var after = Metrics(state);
                    Assert.Equal(
                        after.Keys.Where(day => metrics.GetValueOrDefault(day, "") != after[day]), await DueAsync(store, DayProjection.Metrics));
                    await CompleteAsync(store, DayProjection.Metrics);
                    metrics = after;
                }

                await using var rebuilt = await OpenAsync();
                await rebuilt.SaveMeasuresAsync([.. state.Values], [], "m1", Stop);
                Assert.Equal(await MeasuredContentAsync(rebuilt), await MeasuredContentAsync(store));
            },
            iter: 60);
    }

    private static SortedDictionary<DateOnly, string> Metrics(SortedDictionary<DateOnly, DayMeasures> state)
    {
        var seen = new HashSet<Actor>();
        var metrics = new SortedDictionary<DateOnly, string>();
        foreach (var (day, measures) in state)
        {
            var newUsers = string.Join(',', measures.Users.Where(u => seen.Add(u.Actor)).Select(u => u.Actor.Id));
            metrics[day] = measures is { Payload.IsEmpty: true, Users.IsEmpty: true }
                ? ""
                : $"{Convert.ToHexString(measures.Payload.Span)} {string.Join(',', measures.Users.Select(u => u.Actor.Id))} {newUsers}";
        }

        return metrics;
    }

    private static async Task<string> MeasuredContentAsync(IStore store) => JsonSerializer.Serialize(new
    {
        measures = (await ListAsync(store.ReadMeasuresAsync(DateOnly.MinValue, DateOnly.MaxValue, withUsers: true, Stop))).Select(m => new { m.Day, Payload = m.Payload.ToArray(), m.Users }),
        users = await ListAsync(store.ReadUserDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Stop)),
        first = (await store.ReadFirstDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Stop)).OrderBy(f => f.Key).Select(f => new { f.Key, f.Value }),
    });

    private static Actor ActorNumber(int number) => new(number % 2 == 0 ? ActorKind.EndUser : ActorKind.Account, $"u{number}");

    // A payload of 0 stands for none.
    private static DayMeasures Measured(int day, byte payload, params int[] actors) => new(
        FirstDay.AddDays(day),
        payload == 0 ? ReadOnlyMemory<byte>.Empty : new byte[] { payload },
        [.. actors.Select(a => Some.UserDay(ActorNumber(a), FirstDay.AddDays(day))).OrderBy(u => u.Actor)]);

    private static DayMeasures Measured(int day, int payload, params int[] actors) => Measured(day, (byte)payload, actors);
}
