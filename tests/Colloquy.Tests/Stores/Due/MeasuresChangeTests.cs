using System.Collections.Immutable;
using Colloquy.Model;
using Colloquy.Stores;
using Colloquy.Stores.Due;
using Colloquy.TestKit;
using CsCheck;

namespace Colloquy.Tests.Stores.Due;

/// <summary>What replacing measures changes, and which days' metrics it makes due, whatever store they lie in.</summary>
public sealed class MeasuresChangeTests
{
    private static readonly DateOnly FirstDay = new(2025, 3, 30);

    private static readonly Gen<DayMeasures> AnyDay = Gen.Select(
        Gen.Int[0, 5],
        Gen.Int[0, 2],
        Gen.Select(Gen.Int[0, 4], Gen.Int[1, 2]).Array[0, 3],
        (day, payload, users) => Measured(day, payload, users));

    private static readonly Gen<DayMeasures[]> AnyBatch = AnyDay.Array[1, 4].Select(days => days.DistinctBy(day => day.Day).ToArray());

    /// <summary>Metrics of a day depend on its payload, its users, and who of them is new: days where one of these changed are due.</summary>
    [Fact]
    public void Days_are_due_when_their_metrics_change_and_only_then() => AnyBatch.Array[1, 8].Sample(batches =>
    {
        var state = new SortedDictionary<DateOnly, DayMeasures>();
        foreach (var batch in batches)
        {
            var before = Metrics(state);
            var change = MeasuresChange.Of(batch, Stored(state));
            var elsewhere = Elsewhere(state, batch);
            foreach (var day in batch)
            {
                state[day.Day] = day;
            }

            var after = Metrics(state);
            var due = change.Due(elsewhere);
            Assert.Equal(after.Keys.Where(day => before.GetValueOrDefault(day, "") != after[day]), due.Days.Order());
            Assert.Equal([DayProjection.Metrics], due.Projections);
            Assert.False(due.OnlyKnown);
            Assert.All(
                change.Forgotten(elsewhere),
                actor => Assert.DoesNotContain(state.Values, day => day.Users.Any(user => user.Actor == actor)));
        }
    });

    [Fact]
    public void Applied_to_what_is_stored_a_change_gives_what_was_saved() => Gen.Select(AnyBatch, AnyBatch).Sample((there, batch) =>
    {
        var state = there.ToDictionary(day => day.Day);
        foreach (var day in MeasuresChange.Of(batch, Stored(state)).Days)
        {
            var before = state.GetValueOrDefault(day.Day, new DayMeasures(day.Day, default, []));
            var users = before.Users
                .Where(user => !day.Leaving.Contains(user.Actor) && day.Written.All(written => written.Actor != user.Actor))
                .Concat(day.Written);
            Assert.Equal(day.Measures.Users.Select(Text), users.OrderBy(user => user.Actor).Select(Text));
            Assert.Equal(day.Measures.Payload.ToArray(), (day.HasOtherPayload ? day.Measures.Payload : before.Payload).ToArray());
            Assert.Equal(Text(before) != Text(day.Measures), day.IsChange);
        }
    });

    [Fact]
    public void What_cannot_be_read_is_written_again()
    {
        var day = Measured(0, 1, [(1, 1)]);
        var users = new Dictionary<Actor, UserDay?> { [day.Users[0].Actor] = null, [new Actor(ActorKind.Account, "other")] = null };
        var stored = new Dictionary<DateOnly, StoredMeasures> { [day.Day] = new(true, null, users) };
        var change = Assert.Single(MeasuresChange.Of([day], stored).Days);
        Assert.True(change.HasOtherPayload);
        Assert.Equal(day.Users, change.Written);
        Assert.Empty(change.Coming);
        Assert.Equal("other", Assert.Single(change.Leaving).Id);

        var empty = Assert.Single(MeasuresChange.Of([Measured(0, 0, [])], stored).Days);
        Assert.Equal((true, true, 2), (empty.HasOtherPayload, empty.Measures.IsEmpty, empty.Leaving.Length));
    }

    private static Dictionary<DateOnly, StoredMeasures> Stored(IReadOnlyDictionary<DateOnly, DayMeasures> state) => state.ToDictionary(
        day => day.Key,
        day => day.Value.IsEmpty
            ? StoredMeasures.Nothing
            : new StoredMeasures(true, day.Value.Payload, day.Value.Users.ToDictionary(user => user.Actor, user => (UserDay?)Copy(user))));

    private static Dictionary<Actor, DateOnly> Elsewhere(SortedDictionary<DateOnly, DayMeasures> state, DayMeasures[] batch) => state
        .Where(day => batch.All(saved => saved.Day != day.Key))
        .SelectMany(day => day.Value.Users)
        .GroupBy(user => user.Actor).ToDictionary(user => user.Key, user => user.Min(on => on.Day));

    private static SortedDictionary<DateOnly, string> Metrics(SortedDictionary<DateOnly, DayMeasures> state)
    {
        var seen = new HashSet<Actor>();
        var metrics = new SortedDictionary<DateOnly, string>();
        foreach (var (day, measures) in state)
        {
            var newUsers = string.Join(',', measures.Users.Where(user => seen.Add(user.Actor)).Select(user => user.Actor.Id));
            metrics[day] = measures.IsEmpty ? "" : Text(measures) + newUsers;
        }

        return metrics;
    }

    private static string Text(DayMeasures day) =>
        day.IsEmpty ? "" : $"{Convert.ToHexString(day.Payload.Span)} {string.Join(',', day.Users.Select(Text))} ";

    private static string Text(UserDay user) => $"{user.Actor.Id}:{user.Turns}:{string.Join('+', user.Cost)}";

    // As a store reads it: with arrays of its own.
    private static UserDay Copy(UserDay user) => user with
    {
        Cost = [.. user.Cost],
        Topics = [.. user.Topics],
        Models = [.. user.Models],
        Apps = [.. user.Apps],
    };

    // A payload of 0 stands for none.
    private static DayMeasures Measured(int day, int payload, (int Actor, int Turns)[] users) => new(
        FirstDay.AddDays(day),
        payload == 0 ? ReadOnlyMemory<byte>.Empty : new[] { (byte)payload },
        [
            .. users.DistinctBy(user => user.Actor)
                .Select(user => Some.UserDay(ActorNumber(user.Actor), FirstDay.AddDays(day), user.Turns))
                .OrderBy(user => user.Actor),
        ]);

    private static Actor ActorNumber(int number) => new(number % 2 == 0 ? ActorKind.EndUser : ActorKind.Account, $"u{number}");
}
