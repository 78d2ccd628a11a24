using Colloquy.Configuration;
using Colloquy.Mongo.Commits;
using MongoDB.Driver;
using Polly;
using Polly.Retry;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// The database and its collections. Every operation must be safe to repeat, and is retried after transient errors. Writes are
/// conditional on what they replace, so that a second attempt changes nothing.
/// </summary>
internal sealed class Database : IDisposable
{
    private const int ValuesAtOnce = 1_000;

    private readonly MongoClient client;
    private readonly ResiliencePipeline retry;

    // Set after all retries failed. The remaining operations, which end the run in order, are then tried only once.
    private volatile bool gaveUp;

    /// <exception cref="ConfigurationException">The connection string cannot be used.</exception>
    public Database(MongoOptions options, TimeProvider clock)
    {
        var settings = ConnectionString.SettingsOf(options);
        client = new MongoClient(settings);
        Names = options;
        Content = client.GetDatabase(options.Database);
        Location = $"mongodb://{string.Join(',', settings.Servers.Select(server => server.ToString()))}/{options.Database}";
        retry = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Math.Max(1, options.MaxRetries),
                Delay = TimeSpan.FromMilliseconds(options.MaxRetries == 0 ? 0 : 250),
                MaxDelay = TimeSpan.FromSeconds(10),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<Exception>(
                    failure => options.MaxRetries > 0
                        && !gaveUp
                        && Failure.IsTransient(failure)
                        && !(options.Patience is not null && failure is TimeoutException)),
            })
            .Build();
    }

    public MongoOptions Names { get; }

    public IMongoDatabase Content { get; }

    /// <summary>Hosts and database, without user and password.</summary>
    public string Location { get; }

    public IMongoCollection<BsonDocument> Conversations => Of(Names.Conversations);

    public IMongoCollection<BsonDocument> Messages => Of(Names.Messages);

    public IMongoCollection<BsonDocument> Feedbacks => Of("message_feedbacks");

    public IMongoCollection<BsonDocument> Labels => Of(Names.Categories);

    public IMongoCollection<BsonDocument> Annotations => Of("annotations");

    public IMongoCollection<BsonDocument> Translations => Of(Names.Translations);

    public IMongoCollection<BsonDocument> Measures => Of(Names.AnalyticsReports);

    public IMongoCollection<BsonDocument> UserDays => Of(Names.UserAnalytics);

    public IMongoCollection<BsonDocument> DayMarks => Of("days");

    public IMongoCollection<BsonDocument> DeadLetters => Of("dead_letters");

    public IMongoCollection<BsonDocument> Apps => Of("apps");

    public IMongoCollection<BsonDocument> EndUsers => Of("end_users");

    public IMongoCollection<BsonDocument> Cursors => Of("cursors");

    public IMongoCollection<BsonDocument> Generations => Of("generations");

    public IMongoCollection<BsonDocument> Runs => Of("runs");

    public IMongoCollection<BsonDocument> Leases => Of("leases");

    public IMongoCollection<BsonDocument> Words => Of("words");

    /// <summary>Parts of values that are too large for one document.</summary>
    public IMongoCollection<BsonDocument> Parts => Of("parts");

    public IMongoCollection<BsonDocument> Journal => Of("journal");

    public IMongoCollection<BsonDocument> State => Of("state");

    public IMongoCollection<BsonDocument> Of(string name) => Content.GetCollection<BsonDocument>(name);

    /// <summary>Runs an operation, with retries after transient errors.</summary>
    /// <exception cref="StoreException">The error is permanent, or all retries failed.</exception>
    public async Task<T> DoAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            var done = await retry.ExecuteAsync(async token => await work(token), cancellationToken);
            gaveUp = false;
            return done;
        }
        catch (Exception failure) when (failure is MongoException or TimeoutException)
        {
            gaveUp = failure is TimeoutException or MongoConnectionException;
            throw Failure.Explain(failure, Location, client.Cluster.Description);
        }
    }

    public Task DoAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => DoAsync(
        async token =>
        {
            await work(token);
            return true;
        },
        cancellationToken);

    /// <summary>All matching documents, in memory: only for results of bounded size.</summary>
    public async Task<List<BsonDocument>> FindAsync(
        IMongoCollection<BsonDocument> collection,
        BsonDocument filter,
        CancellationToken cancellationToken,
        BsonDocument? sort = null,
        int? limit = null,
        BsonDocument? fields = null,
        int? skip = null)
    {
        var there = await DoAsync(
            async token =>
            {
                using var cursor = await collection.FindAsync<BsonDocument>(
                    Untouched(collection, filter),
                    new FindOptions<BsonDocument> { Sort = sort, Limit = limit, Projection = fields, Skip = skip },
                    token);
                return await cursor.ToListAsync(token);
            },
            cancellationToken);
        var changed = await ChangedAsync(collection, filter, cancellationToken);
        if (changed.Count == 0)
        {
            return there;
        }

        IEnumerable<BsonDocument> all = there.Concat(changed);
        return
        [
            .. (sort is null ? all : all.Order(Comparer<BsonDocument>.Create((a, b) => Compare(a, b, sort)))).Take(limit ?? int.MaxValue),
        ];
    }

    public async Task<long> CountAsync(
        IMongoCollection<BsonDocument> collection, BsonDocument filter, CancellationToken cancellationToken) =>
        await DoAsync(
            async token => await collection.CountDocumentsAsync(Untouched(collection, filter), cancellationToken: token), cancellationToken)
        + (await ChangedAsync(collection, filter, cancellationToken)).Count;

    /// <summary>The distinct values of a field in the matching documents.</summary>
    public async Task<IReadOnlyCollection<BsonValue>> DistinctAsync(
        IMongoCollection<BsonDocument> collection, string field, BsonDocument filter, CancellationToken cancellationToken)
    {
        var there = await DoAsync(
            async token =>
            {
                using var cursor = await collection.DistinctAsync<BsonValue>(
                    field, Untouched(collection, filter), cancellationToken: token);
                return await cursor.ToListAsync(token);
            },
            cancellationToken);
        var changed = (await ChangedAsync(collection, filter, cancellationToken))
            .Select(document => DocumentFilter.ValueAt(document, field))
            .SelectMany(value => value is BsonArray items ? items.AsEnumerable() : [value]);
        return there.Concat(changed).ToHashSet();
    }

    /// <summary>Committed changes that are not applied yet; only set when reading only.</summary>
    public Overlay? Overlay { get; set; }

    /// <summary>Matching documents with changes from the <see cref="Overlay"/>.</summary>
    public async Task<List<BsonDocument>> ChangedAsync(
        IMongoCollection<BsonDocument> collection, BsonDocument filter, CancellationToken cancellationToken)
    {
        var name = collection.CollectionNamespace.CollectionName;
        if (Overlay is not { } overlay || !overlay.Touches(name))
        {
            return [];
        }

        var partial = new Dictionary<BsonValue, BsonDocument>();
        foreach (var keys in overlay.Partial(name).Chunk(ValuesAtOnce))
        {
            var found = await DoAsync(
                async token => await (await collection.FindAsync<BsonDocument>(
                    new BsonDocument("_id", new BsonDocument("$in", new BsonArray(keys))), cancellationToken: token))
                    .ToListAsync(token),
                cancellationToken);
            found.ForEach(document => partial[document["_id"]] = document);
        }

        return [.. overlay.Changed(name, partial).Where(document => DocumentFilter.Matches(document, filter))];
    }

    public async Task<BsonDocument?> FindOneAsync(
        IMongoCollection<BsonDocument> collection, BsonDocument filter, CancellationToken cancellationToken) =>
        (await FindAsync(collection, filter, cancellationToken, limit: 1)).FirstOrDefault();

    /// <summary>Documents in which a field has one of the given values.</summary>
    public async Task<List<BsonDocument>> FindAsync(
        IMongoCollection<BsonDocument> collection,
        string field,
        IEnumerable<BsonValue> values,
        CancellationToken cancellationToken,
        BsonDocument? fields = null)
    {
        var found = new List<BsonDocument>();
        foreach (var chunk in values.Chunk(ValuesAtOnce))
        {
            found.AddRange(await FindAsync(
                collection, new BsonDocument(field, new BsonDocument("$in", new BsonArray(chunk))), cancellationToken, fields: fields));
        }

        return found;
    }

    /// <summary>Aggregates the documents that have no changes in the overlay; see <see cref="ChangedAsync"/> for the others.</summary>
    public Task<List<BsonDocument>> AggregateAsync(
        IMongoCollection<BsonDocument> collection, IEnumerable<BsonDocument> stages, CancellationToken cancellationToken) =>
        DoAsync(
            async token =>
            {
                var untouched = Untouched(collection, []);
                using var cursor = await collection.AggregateAsync<BsonDocument>(
                    (untouched.ElementCount == 0 ? stages : stages.Prepend(new BsonDocument("$match", untouched))).ToArray(),
                    new AggregateOptions { AllowDiskUse = true },
                    token);
                return await cursor.ToListAsync(token);
            },
            cancellationToken);

    public Task UpdateAsync(
        IMongoCollection<BsonDocument> collection,
        BsonDocument filter,
        BsonDocument update,
        CancellationToken cancellationToken,
        bool upsert = false) =>
        DoAsync(
            async token => await collection.UpdateOneAsync(filter, update, new UpdateOptions { IsUpsert = upsert }, token),
            cancellationToken);

    /// <summary>Writes documents in one unordered bulk; does nothing if there are none.</summary>
    public async Task BulkAsync(
        IMongoCollection<BsonDocument> collection,
        IReadOnlyCollection<WriteModel<BsonDocument>> writes,
        CancellationToken cancellationToken)
    {
        if (writes.Count > 0)
        {
            await DoAsync(
                async token => await collection.BulkWriteAsync(writes, new BulkWriteOptions { IsOrdered = false }, token),
                cancellationToken);
        }
    }

    public Task UpsertAsync(
        IMongoCollection<BsonDocument> collection, IEnumerable<BsonDocument> documents, CancellationToken cancellationToken) =>
        BulkAsync(collection, [.. documents.Select(Upsert.Of)], cancellationToken);

    public Task DeleteAsync(IMongoCollection<BsonDocument> collection, BsonDocument filter, CancellationToken cancellationToken) =>
        DoAsync(async token => await collection.DeleteManyAsync(filter, token), cancellationToken);

    public void Dispose() => client.Dispose();

    private BsonDocument Untouched(IMongoCollection<BsonDocument> collection, BsonDocument filter) =>
        Overlay?.Untouched(collection.CollectionNamespace.CollectionName, filter) ?? filter;

    private static int Compare(BsonDocument a, BsonDocument b, BsonDocument sort) => sort.Elements
        .Select(field => DocumentFilter.Compare(
            DocumentFilter.ValueAt(a, field.Name), DocumentFilter.ValueAt(b, field.Name)) * field.Value.ToInt32())
        .FirstOrDefault(order => order != 0);
}
