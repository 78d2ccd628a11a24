using Colloquy.Mongo.Documents;
using Colloquy.Stores.Copying;
using Colloquy.Stores.Due;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// Reads and writes how far the projections of each day have come. Days are marked before the change that makes them due: a
/// superfluous mark costs a day's work, a missing one would lose data.
/// </summary>
internal sealed class DayMarks(Database database)
{
    private static readonly BsonDocument OneMore = new("$inc", new BsonDocument("version", 1L));

    public async Task MarkAsync(DueMarks due, CancellationToken cancellationToken)
    {
        var marks = due.Days.SelectMany(day => due.Projections.Select(projection => (Projection: projection, Day: day))).ToList();
        if (marks.Count == 0)
        {
            return;
        }

        if (due.OnlyKnown)
        {
            var keys = new BsonArray(marks.Select(mark => Key(mark.Projection, mark.Day)["_id"]));
            var known = new BsonDocument("_id", new BsonDocument("$in", keys));
            await database.DoAsync(
                async token => await database.DayMarks.UpdateManyAsync(known, OneMore, cancellationToken: token), cancellationToken);
            return;
        }

        var writes = marks.ConvertAll(mark => Upserted(mark.Projection, mark.Day));
        await database.BulkAsync(database.DayMarks, writes, cancellationToken);
    }

    /// <summary>Days that have changed since their version was read stay due.</summary>
    public async Task CompleteAsync(
        DayProjection projection, IReadOnlyList<DueDay> days, string revision, CancellationToken cancellationToken)
    {
        var done = days.Select(due => new UpdateOneModel<BsonDocument>(Key(projection, due.Day), Done(due.Version, revision))).ToArray();
        await database.BulkAsync(database.DayMarks, done, cancellationToken);
    }

    public async Task<List<DayMark>> ReadAsync(DayProjection projection, CancellationToken cancellationToken) =>
        (await database.FindAsync(database.DayMarks, new BsonDocument("projection", projection.ToString()), cancellationToken))
            .ConvertAll(mark =>
                new DayMark(mark.Day("day"), mark.Count("version"), mark.Count("done_version"), mark.Text("done_revision")));

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

    private static UpdateOneModel<BsonDocument> Upserted(DayProjection projection, DateOnly day)
    {
        var inserted = new BsonDocument { { "projection", projection.ToString() }, { "day", Fields.OfDay(day) } };
        return new(Key(projection, day), new BsonDocument(OneMore) { { "$setOnInsert", inserted } }) { IsUpsert = true };
    }

    private static BsonDocument Done(long version, string revision) =>
        new("$set", new BsonDocument { { "done_version", version }, { "done_revision", Fields.Of(revision) } });
}
