using System.Runtime.CompilerServices;
using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using Colloquy.Stores.Due;
using MongoDB.Driver;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    private const int DaysInPage = 64;
    private const int ActorsInPage = 1_000;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DueDay>> ReadDueDaysAsync(
        DayProjection projection, string revision, bool all, CancellationToken cancellationToken) =>
        DayMark.DueDays(await new DayMarks(database).ReadAsync(projection, cancellationToken), revision, all);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LabelledThread>> ReadDayAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await SettledAsync(cancellationToken);
        var conversations = await database.FindAsync(
            database.Conversations, new BsonDocument("record.days", Fields.OfDay(day)), cancellationToken);
        var stored = (await threads.ReadAsync(conversations, cancellationToken))
            .Where(thread => thread.Record.Days().Contains(day)).ToList();
        var labelled = await LabelledAsync(stored, cancellationToken);
        labelled.Sort(LabelledThread.InOrder);
        return labelled;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DateOnly>> ReadActiveDaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await SettledAsync(cancellationToken);
        var days = await database.DistinctAsync(database.Conversations, "record.days", [], cancellationToken);
        return [.. days.Select(day => new BsonDocument("day", day).Day("day")).Where(day => day >= from && day < to).Order()];
    }

    /// <inheritdoc/>
    public Task CompleteDaysAsync(
        DayProjection projection, IReadOnlyList<DueDay> days, string revision, CancellationToken cancellationToken) =>
        WriteAsync(
            async token =>
            {
                await log.CheckAsync(token);
                await new DayMarks(database).CompleteAsync(projection, days, revision, token);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task SaveMeasuresAsync(
        IReadOnlyList<DayMeasures> days, IReadOnlyList<DueDay> due, string revision, CancellationToken cancellationToken) =>
        WriteAsync(
            async token =>
            {
                await log.CheckAsync(token);
                await new MeasuresWriter(database).WriteAsync(days, marks: true, token);
                await new DayMarks(database).CompleteAsync(DayProjection.Measures, due, revision, token);
            },
            cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<DayMeasures> ReadMeasuresAsync(
        DateOnly from, DateOnly to, bool withUsers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = Fields.OfDay(from);
        while (true)
        {
            var days = await database.FindAsync(
                database.Measures,
                new BsonDocument { { "day", new BsonDocument { { "$gte", first }, { "$lt", Fields.OfDay(to) } } }, { "part", 0 } },
                cancellationToken,
                new BsonDocument("day", 1),
                DaysInPage,
                new BsonDocument("day", 1));
            var numbers = days.Select(day => day["day"]).ToList();
            var payloads = (await database.FindAsync(database.Measures, "day", numbers, cancellationToken))
                .ToLookup(part => part.Day("day"));
            var users = (withUsers ? await database.FindAsync(database.UserDays, "day", numbers, cancellationToken) : [])
                .Select(UserDayDocument.RowOf).ToLookup(user => user.Day);
            foreach (var day in days.Select(day => day.Day("day")))
            {
                yield return new DayMeasures(day, MeasuresWriter.PayloadOf(payloads[day]), [.. users[day].OrderBy(user => user.Actor)]);
            }

            if (days.Count < DaysInPage)
            {
                yield break;
            }

            first = days[^1]["day"].ToInt32() + 1;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<UserDay> ReadUserDaysAsync(
        DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var actors = (await ActorsAsync(from, to, cancellationToken)).Select(UserDayDocument.ActorOf).Order().ToList();
        foreach (var page in actors.Chunk(ActorsInPage))
        {
            var keys = new BsonArray(page.Select(actor => Fields.Of(UserDayDocument.ActorOf(actor))));
            var filter = new BsonDocument { { "actor", new BsonDocument("$in", keys) }, { "day", Within(from, to) } };
            var rows = (await database.FindAsync(database.UserDays, filter, cancellationToken))
                .Select(UserDayDocument.RowOf).OrderBy(row => row.Actor).ThenBy(row => row.Day);
            foreach (var row in rows)
            {
                yield return row;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<Actor, DateOnly>> ReadFirstDaysAsync(
        DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        (await MeasuresWriter.FirstDaysAsync(
            database, await ActorsAsync(from, to, cancellationToken), new HashSet<DateOnly>(), cancellationToken))
            .ToDictionary(actor => UserDayDocument.ActorOf(actor.Key), actor => actor.Value);

    private async Task<List<string>> ActorsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        (await database.AggregateAsync(
            database.UserDays,
            [new BsonDocument("$match", new BsonDocument("day", Within(from, to))), BsonDocument.Parse("{ $group: { _id: '$actor' } }")],
            cancellationToken))
            .ConvertAll(actor => actor.Required("_id"));

    private static BsonDocument Within(DateOnly from, DateOnly to) => new() { { "$gte", Fields.OfDay(from) }, { "$lt", Fields.OfDay(to) } };
}
