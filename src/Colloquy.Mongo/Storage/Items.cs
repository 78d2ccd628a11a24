using System.Globalization;
using Colloquy.Mongo.Documents;
using Colloquy.Stores.Copying;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>Maps kinds of items to collections, and documents to items.</summary>
internal sealed class Items(Database database, ThreadReader threads)
{
    public IMongoCollection<BsonDocument> CollectionOf(StoreItemKind kind) => kind switch
    {
        StoreItemKind.Records => database.Conversations,
        StoreItemKind.Annotations => database.Annotations,
        StoreItemKind.DeadLetters => database.DeadLetters,
        StoreItemKind.Apps => database.Apps,
        StoreItemKind.EndUsers => database.EndUsers,
        StoreItemKind.Marks => database.Cursors,
        StoreItemKind.Generations => database.Generations,
        StoreItemKind.Measures => database.Measures,
        StoreItemKind.DayMarks => database.DayMarks,
        StoreItemKind.Runs => database.Runs,
        _ => database.State,
    };

    /// <summary>The <c>_id</c> of an item's document.</summary>
    public static BsonValue IdOf(StoreItemKind kind, string key) => kind switch
    {
        StoreItemKind.Runs => long.Parse(key, CultureInfo.InvariantCulture),
        StoreItemKind.Measures => Fields.Of(key.Replace("-", "", StringComparison.Ordinal)),
        StoreItemKind.DayMarks => Fields.Of(key.Replace("-", "", StringComparison.Ordinal)),
        StoreItemKind.Annotations => Fields.Of(key.Replace('\n', '/')),
        StoreItemKind.Marks => Fields.Of(key.Replace('\n', ' ')),
        _ => Fields.Of(key),
    };

    public async Task<IReadOnlyList<StoreItem>> OfAsync(
        StoreItemKind kind, List<BsonDocument> documents, CancellationToken cancellationToken)
    {
        if (kind is not StoreItemKind.Records)
        {
            await database.RestorePartsAsync(CollectionOf(kind).CollectionNamespace.CollectionName, documents, cancellationToken);
        }

        return kind switch
        {
            StoreItemKind.Records => await RecordsAsync(documents, cancellationToken),
            StoreItemKind.Measures => await MeasuresAsync(documents, cancellationToken),
            StoreItemKind.Annotations => (await new Annotations(database).OfAsync(documents, cancellationToken))
                .ConvertAll(annotation => new AnnotationItem(annotation)),
            StoreItemKind.DeadLetters => documents.ConvertAll(letter => new DeadLetterItem(DeadLetterDocument.LetterOf(letter))),
            StoreItemKind.Apps => documents.ConvertAll(app => new AppItem(SideRows.AppOf(app), app.Count("generation"))),
            StoreItemKind.EndUsers => documents.ConvertAll(user => new EndUserItem(SideRows.EndUserOf(user), user.Count("generation"))),
            StoreItemKind.Marks => documents.ConvertAll(mark => new MarkItem(mark.Required("source"), CursorDocument.MarkOf(mark))),
            StoreItemKind.Generations => documents.ConvertAll(
                source => new GenerationItem(source.Required("_id"), source.Count("generation"))),
            StoreItemKind.DayMarks => documents.ConvertAll(mark => new DayMarkItem(
                Enum.Parse<DayProjection>(mark.Required("projection")),
                mark.Day("day"),
                mark.Count("version"),
                mark.Count("done_version"),
                mark.Text("done_revision"))),
            StoreItemKind.Runs => documents.ConvertAll(run => new RunItem(RunDocument.RunOf(run))),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private async Task<IReadOnlyList<StoreItem>> RecordsAsync(List<BsonDocument> documents, CancellationToken cancellationToken)
    {
        var stored = await threads.ReadAsync(documents, cancellationToken);
        var labels = await LabelWriter.ReadAsync(
            database, stored.Where(thread => thread.Head.LabelRevision is not null).Select(thread => thread.Id), cancellationToken);
        return stored.ConvertAll(thread => new RecordItem(
            thread.Record, thread.Head.Version, thread.Head.Source, thread.Head.LabelRevision,
            thread.Head.LabelRevision is not null && labels.TryGetValue(thread.Id, out var made) ? made : []));
    }

    private async Task<IReadOnlyList<StoreItem>> MeasuresAsync(List<BsonDocument> documents, CancellationToken cancellationToken)
    {
        var days = documents.Select(document => document["day"]).ToList();
        var payloads = (await database.FindAsync(database.Measures, "day", days, cancellationToken)).ToLookup(part => part.Day("day"));
        var users = (await database.FindAsync(database.UserDays, "day", days, cancellationToken))
            .Select(UserDayDocument.RowOf).ToLookup(user => user.Day);
        return
        [
            .. documents.Select(document => document.Day("day"))
                .Select(day => new MeasuresItem(
                    new DayMeasures(day, MeasuresWriter.PayloadOf(payloads[day]), [.. users[day].OrderBy(user => user.Actor)]))),
        ];
    }
}
