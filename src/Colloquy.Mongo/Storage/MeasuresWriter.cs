using Colloquy.Mongo.Documents;
using Colloquy.Stores.Due;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>Replaces the measures of days. Days are marked as due before the first write.</summary>
internal sealed class MeasuresWriter(Database database)
{
    private const int PayloadBytes = 512 << 10;

    /// <param name="marks">False if no day becomes due.</param>
    public async Task WriteAsync(IReadOnlyList<DayMeasures> days, bool marks, CancellationToken cancellationToken)
    {
        var change = MeasuresChange.Of(days, await ReadAsync(days, cancellationToken));
        var changed = change.Days.Where(day => day.IsChange).ToList();
        if (marks && changed.Count > 0)
        {
            var elsewhere = await FirstDaysAsync(
                database, change.Movers.Select(UserDayDocument.ActorOf), days.Select(day => day.Day).ToHashSet(), cancellationToken);
            await new DayMarks(database).MarkAsync(
                change.Due(elsewhere.ToDictionary(first => UserDayDocument.ActorOf(first.Key), first => first.Value)), cancellationToken);
        }

        foreach (var chunk in changed.SelectMany(UserWrites).Chunk(2_000))
        {
            await database.DoAsync(
                async token => await database.UserDays.BulkWriteAsync(chunk, new BulkWriteOptions { IsOrdered = false }, token),
                cancellationToken);
        }

        foreach (var day in changed.Where(day => day.HasOtherPayload))
        {
            await WritePayloadAsync(day.Measures, cancellationToken);
        }
    }

    public static byte[] PayloadOf(IEnumerable<BsonDocument> parts) =>
        [.. parts.OrderBy(part => part["part"].ToInt32()).SelectMany(part => part.Bytes("payload"))];

    private async Task<Dictionary<DateOnly, StoredMeasures>> ReadAsync(IReadOnlyList<DayMeasures> days, CancellationToken cancellationToken)
    {
        var numbers = days.Select(day => (BsonValue)Fields.OfDay(day.Day)).ToList();
        var users = (await database.FindAsync(database.UserDays, "day", numbers, cancellationToken)).ToLookup(user => user.Day("day"));
        var payloads = (await database.FindAsync(database.Measures, "day", numbers, cancellationToken)).ToLookup(part => part.Day("day"));
        return days.Select(day => day.Day).ToDictionary(day => day, day => new StoredMeasures(
            payloads.Contains(day),
            payloads.Contains(day) ? new ReadOnlyMemory<byte>(PayloadOf(payloads[day])) : (ReadOnlyMemory<byte>?)null,
            users[day].ToDictionary(user => UserDayDocument.ActorOf(user.Required("actor")), UserDayDocument.RowOrNull)));
    }

    private static ReplaceOneModel<BsonDocument> Replacement(BsonDocument document) =>
        new(new BsonDocument("_id", document["_id"]), document) { IsUpsert = true };

    private static IEnumerable<WriteModel<BsonDocument>> UserWrites(DayChange change) =>
    [
        .. change.Written.Select(UserDayDocument.Of).Select(Replacement),
        .. change.Leaving.Select(actor =>
            new DeleteOneModel<BsonDocument>(new BsonDocument("_id", UserDayDocument.IdOf(actor, change.Day)))),
    ];

    /// <summary>The first day of each actor, not counting some days.</summary>
    public static async Task<Dictionary<string, DateOnly>> FirstDaysAsync(
        Database database, IEnumerable<string> actors, IReadOnlySet<DateOnly> except, CancellationToken cancellationToken)
    {
        var first = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        foreach (var chunk in actors.Chunk(1_000))
        {
            var match = new BsonDocument("actor", new BsonDocument("$in", new BsonArray(chunk.Select(Fields.Of))));
            if (except.Count > 0)
            {
                match.Add("day", new BsonDocument("$nin", new BsonArray(except.Select(Fields.OfDay))));
            }

            var found = await database.AggregateAsync(
                database.UserDays,
                [
                    new BsonDocument("$match", match),
                    new BsonDocument("$group", new BsonDocument { { "_id", "$actor" }, { "day", new BsonDocument("$min", "$day") } }),
                ],
                cancellationToken);
            foreach (var actor in found)
            {
                first[actor.Required("_id")] = actor.Day("day");
            }
        }

        return first;
    }

    private async Task WritePayloadAsync(DayMeasures measures, CancellationToken cancellationToken)
    {
        var day = Fields.OfDay(measures.Day);
        var parts = measures.Payload.ToArray().Chunk(PayloadBytes).Select((bytes, index) => new BsonDocument
        {
            { "_id", index == 0 ? $"{day}" : $"{day}#{index + 1}" },
            { "day", day },
            { "part", index },
            { "payload", new BsonBinaryData(bytes) },
        }).ToList();
        if (parts.Count == 0 && !measures.IsEmpty)
        {
            parts.Add(new BsonDocument { { "_id", $"{day}" }, { "day", day }, { "part", 0 }, { "payload", new BsonBinaryData([]) } });
        }

        foreach (var part in parts)
        {
            var key = new BsonDocument("_id", part["_id"]);
            await database.DoAsync(
                async token => await database.Measures.ReplaceOneAsync(key, part, new ReplaceOptions { IsUpsert = true }, token),
                cancellationToken);
        }

        await database.DeleteAsync(
            database.Measures, new BsonDocument { { "day", day }, { "part", new BsonDocument("$gte", parts.Count) } }, cancellationToken);
    }
}
