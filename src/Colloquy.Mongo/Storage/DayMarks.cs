using Colloquy.Mongo.Documents;
using Colloquy.Stores.Copying;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// How far the projections of each day have come. Days are marked before the change that makes them due: a mark too many costs a day's work, one too few would lose it.
/// </summary>
internal sealed class DayMarks(Database database)
{
    private static readonly BsonDocument OneMore = new("$inc", new BsonDocument("version", 1L));

    /// <summary>Makes the days due.</summary>
    public async Task MarkAsync(IEnumerable<DateOnly> days, IReadOnlyList<DayProjection> projections, CancellationToken stop)
    {
        var marks = days.Distinct().Order().SelectMany(day => projections.Select(projection => new UpdateOneModel<BsonDocument>(Key(projection, day), New(projection, day)) { IsUpsert = true })).ToArray();
        if (marks.Length > 0)
        {
            await database.DoAsync(async token => await database.DayMarks.BulkWriteAsync(marks, new BulkWriteOptions { IsOrdered = false }, token), stop);
        }
    }

    /// <summary>Makes the days due for lake and measures that were ever due before; of the others no projection has seen anything yet.</summary>
    public async Task MarkKnownAsync(IEnumerable<DateOnly> days, CancellationToken stop)
    {
        var keys = days.Distinct().Order().SelectMany(day => ((DayProjection[])[DayProjection.Lake, DayProjection.Measures]).Select(projection => Key(projection, day)["_id"])).ToList();
        if (keys.Count > 0)
        {
            await database.DoAsync(async token => await database.DayMarks.UpdateManyAsync(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(keys))), OneMore, cancellationToken: token), stop);
        }
    }

    /// <summary>Days that changed again since their version was read stay due.</summary>
    public async Task CompleteAsync(DayProjection projection, IReadOnlyList<DueDay> days, string revision, CancellationToken stop)
    {
        var done = days.Select(due => new UpdateOneModel<BsonDocument>(
            Key(projection, due.Day), new BsonDocument("$set", new BsonDocument { { "done_version", due.Version }, { "done_revision", Fields.Of(revision) } }))).ToArray();
        if (done.Length > 0)
        {
            await database.DoAsync(async token => await database.DayMarks.BulkWriteAsync(done, new BulkWriteOptions { IsOrdered = false }, token), stop);
        }
    }

    public async Task<IReadOnlyList<DueDay>> ReadAsync(DayProjection projection, string revision, bool all, CancellationToken stop)
    {
        var marks = await database.FindAsync(database.DayMarks, new BsonDocument("projection", projection.ToString()), stop, new BsonDocument("day", 1));
        return
        [
            .. marks.Where(mark => all || mark.Count("done_version") < mark.Count("version") || mark.Text("done_revision") != revision)
                .Select(mark => new DueDay(mark.Day("day"), mark.Count("version"))),
        ];
    }

    public static BsonDocument DocumentOf(DayMarkItem mark)
    {
        var document = new BsonDocument
        {
            { "_id", Key(mark.Projection, mark.Day)["_id"] },
            { "projection", mark.Projection.ToString() },
            { "day", Fields.OfDay(mark.Day) },
            { "version", mark.Version },
            { "done_version", mark.DoneVersion },
        };
        document.Put("done_revision", mark.DoneRevision);
        return document;
    }

    private static BsonDocument Key(DayProjection projection, DateOnly day) => new("_id", $"{projection} {Fields.OfDay(day)}");

    private static BsonDocument New(DayProjection projection, DateOnly day) => new(OneMore)
    {
        { "$setOnInsert", new BsonDocument { { "projection", projection.ToString() }, { "day", Fields.OfDay(day) } } },
    };
}
