using Colloquy.Mongo.Documents;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// Replaces the measures of days, and finds the days whose metrics that touches: those that changed, and those on which somebody is new now, or is not any more, because his
/// first day moved. All of it is known before the first write, so the marks are there first.
/// </summary>
internal sealed class MeasuresWriter(Database database)
{
    private const int PayloadBytes = 512 << 10;

    public async Task WriteAsync(IReadOnlyList<DayMeasures> days, CancellationToken stop)
    {
        var numbers = days.Select(day => (BsonValue)Fields.OfDay(day.Day)).ToList();
        var users = await database.FindAsync(database.UserDays, "day", numbers, stop);
        var payloads = (await database.FindAsync(database.Measures, "day", numbers, stop)).ToLookup(part => part.Day("day"));
        var usersOf = users.ToLookup(user => user.Day("day"));
        var changes = days.Select(day => new DayChange(day, [.. usersOf[day.Day]], payloads.Contains(day.Day) ? PayloadOf(payloads[day.Day]) : null)).Where(change => change.IsChange).ToList();
        if (changes.Count == 0)
        {
            return;
        }

        var moved = await MovedAsync(days, usersOf, changes, stop);
        await new DayMarks(database).MarkAsync(changes.Select(change => change.Day).Concat(moved), [DayProjection.Metrics], stop);
        foreach (var chunk in changes.SelectMany(change => change.UserWrites()).Chunk(2_000))
        {
            await database.DoAsync(async token => await database.UserDays.BulkWriteAsync(chunk, new BulkWriteOptions { IsOrdered = false }, token), stop);
        }

        foreach (var change in changes.Where(change => change.IsOtherPayload))
        {
            await WritePayloadAsync(change, stop);
        }
    }

    public static byte[] PayloadOf(IEnumerable<BsonDocument> parts) => [.. parts.OrderBy(part => part["part"].ToInt32()).SelectMany(part => part.Bytes("payload"))];

    // People whose first day the batch may move: who is new on one of its days, or no longer there.
    private async Task<HashSet<DateOnly>> MovedAsync(IReadOnlyList<DayMeasures> days, ILookup<DateOnly, BsonDocument> before, List<DayChange> changes, CancellationToken stop)
    {
        var touched = changes.SelectMany(change => change.ComingAndGoing()).ToHashSet(StringComparer.Ordinal);
        var batch = days.Select(day => day.Day).ToHashSet();
        var elsewhere = await FirstDaysAsync(database, touched, batch, stop);
        var firstBefore = FirstIn(before.SelectMany(day => day.Select(user => (Actor: user.Known("actor"), Day: day.Key))));
        var firstAfter = FirstIn(days.SelectMany(day => day.Users.Select(user => (Actor: UserDayDocument.ActorOf(user.Actor), day.Day))));
        var moved = new HashSet<DateOnly>();
        foreach (var actor in touched)
        {
            var other = elsewhere.TryGetValue(actor, out var day) ? day : (DateOnly?)null;
            var (was, becomes) = (Earlier(other, firstBefore, actor), Earlier(other, firstAfter, actor));
            if (was != becomes)
            {
                moved.UnionWith(((DateOnly?[])[was, becomes]).OfType<DateOnly>());
            }
        }

        return moved;

        static Dictionary<string, DateOnly> FirstIn(IEnumerable<(string Actor, DateOnly Day)> users) =>
            users.GroupBy(user => user.Actor, StringComparer.Ordinal).ToDictionary(user => user.Key, user => user.Min(on => on.Day), StringComparer.Ordinal);

        static DateOnly? Earlier(DateOnly? other, Dictionary<string, DateOnly> here, string actor) =>
            !here.TryGetValue(actor, out var day) ? other : other is { } known && known < day ? known : day;
    }

    /// <summary>First day of each actor on other days than the given ones.</summary>
    public static async Task<Dictionary<string, DateOnly>> FirstDaysAsync(Database database, IEnumerable<string> actors, IReadOnlySet<DateOnly> except, CancellationToken stop)
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
                [new BsonDocument("$match", match), new BsonDocument("$group", new BsonDocument { { "_id", "$actor" }, { "day", new BsonDocument("$min", "$day") } })],
                stop);
            foreach (var actor in found)
            {
                first[actor.Known("_id")] = actor.Day("day");
            }
        }

        return first;
    }

    private async Task WritePayloadAsync(DayChange change, CancellationToken stop)
    {
        var day = Fields.OfDay(change.Day);
        var parts = change.Payload.Chunk(PayloadBytes).Select((bytes, index) => new BsonDocument
        {
            { "_id", index == 0 ? $"{day}" : $"{day}#{index + 1}" },
            { "day", day },
            { "part", index },
            { "payload", new BsonBinaryData(bytes) },
        }).ToList();
        if (parts.Count == 0 && !change.IsEmpty)
        {
            parts.Add(new BsonDocument { { "_id", $"{day}" }, { "day", day }, { "part", 0 }, { "payload", new BsonBinaryData([]) } });
        }

        foreach (var part in parts)
        {
            await database.DoAsync(async token => await database.Measures.ReplaceOneAsync(new BsonDocument("_id", part["_id"]), part, new ReplaceOptions { IsUpsert = true }, token), stop);
        }

        await database.DeleteAsync(database.Measures, new BsonDocument { { "day", day }, { "part", new BsonDocument("$gte", parts.Count) } }, stop);
    }

    /// <summary>What becomes of one day.</summary>
    private sealed class DayChange
    {
        private readonly List<BsonDocument> written = [];
        private readonly List<BsonDocument> gone;
        private readonly List<string> coming = [];

        public DayChange(DayMeasures day, List<BsonDocument> before, byte[]? payloadBefore)
        {
            Day = day.Day;
            IsEmpty = day is { Payload.IsEmpty: true, Users.IsEmpty: true };
            Payload = day.Payload.ToArray();
            var byId = before.ToDictionary(user => user["_id"]);
            foreach (var document in day.Users.Select(UserDayDocument.Of))
            {
                if (!byId.Remove(document["_id"], out var same))
                {
                    coming.Add(document.Known("actor"));
                    written.Add(document);
                }
                else if (!same.Equals(document))
                {
                    written.Add(document);
                }
            }

            gone = [.. byId.Values];
            IsOtherPayload = IsEmpty ? payloadBefore is not null : payloadBefore is null || !Payload.AsSpan().SequenceEqual(payloadBefore);
        }

        public DateOnly Day { get; }

        public bool IsEmpty { get; }

        public byte[] Payload { get; }

        public bool IsOtherPayload { get; }

        public bool IsChange => IsOtherPayload || written.Count > 0 || gone.Count > 0;

        public IEnumerable<string> ComingAndGoing() => coming.Concat(gone.Select(user => user.Known("actor")));

        public IEnumerable<WriteModel<BsonDocument>> UserWrites() =>
        [
            .. written.Select(user => new ReplaceOneModel<BsonDocument>(new BsonDocument("_id", user["_id"]), user) { IsUpsert = true }),
            .. gone.Select(user => new DeleteOneModel<BsonDocument>(new BsonDocument("_id", user["_id"]))),
        ];
    }
}
