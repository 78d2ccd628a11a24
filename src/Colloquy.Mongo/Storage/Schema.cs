using Colloquy.Configuration;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// Creates collections with their validation rules, indexes for every query, and views. A server that supports no rules or no views
/// is used without them; see <see cref="Missing"/>.
/// </summary>
internal sealed class Schema(Database database)
{
    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);

    /// <summary>Names of the features that the server does not support.</summary>
    public IReadOnlyCollection<string> Missing => missing;

    /// <exception cref="StoreException">The database has collections of another program.</exception>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        var there = await NamesAsync(cancellationToken);
        RefuseForeign(there);
        foreach (var (name, rules) in Rules.Of(database.Names).OrderByDescending(rule => rule.Collection == "state"))
        {
            if (!there.Contains(name))
            {
                await CreateAsync(name, rules, cancellationToken);
            }
        }

        foreach (var ofCollection in Indexes.Of(database.Names).GroupBy(index => index.Collection))
        {
            await database.DoAsync(
                async token => await database.Of(ofCollection.Key).Indexes.CreateManyAsync(
                    ofCollection.Select(index => new CreateIndexModel<BsonDocument>(
                        index.Keys, new CreateIndexOptions { Unique = index.IsUnique ? true : null })),
                    token),
                cancellationToken);
        }

        await CreateViewsAsync(there, cancellationToken);
    }

    private async Task CreateAsync(string name, BsonDocument? rules, CancellationToken cancellationToken)
    {
        var create = new BsonDocument("create", name);
        if (rules is not null)
        {
            create.Add("validator", new BsonDocument("$jsonSchema", rules));
        }

        if (!await TryAsync(create, cancellationToken))
        {
            missing.Add("rules for documents ($jsonSchema validators)");
            await TryAsync(new BsonDocument("create", name), cancellationToken);
        }
    }

    private async Task CreateViewsAsync(IReadOnlySet<string> there, CancellationToken cancellationToken)
    {
        foreach (var view in Views.Of(database.Names))
        {
            // Views belong to Colloquy and may change with a new version.
            var command = there.Contains(view.Name) ? "collMod" : "create";
            if (!await TryAsync(
                new BsonDocument { { command, view.Name }, { "viewOn", view.On }, { "pipeline", new BsonArray(view.Stages) } },
                cancellationToken))
            {
                missing.Add("views");
            }
        }
    }

    /// <returns>False if the server does not support the command.</returns>
    private Task<bool> TryAsync(BsonDocument command, CancellationToken cancellationToken) => database.DoAsync(
        async token =>
        {
            try
            {
                await database.Content.RunCommandAsync<BsonDocument>(command, cancellationToken: token);
                return true;
            }
            catch (MongoCommandException taken) when (Failure.IsTaken(taken))
            {
                return true;
            }
            catch (MongoCommandException unknown) when (Failure.IsUnsupported(unknown))
            {
                return false;
            }
        },
        cancellationToken);

    private async Task<IReadOnlySet<string>> NamesAsync(CancellationToken cancellationToken) => await database.DoAsync(
        async token =>
        {
            using var cursor = await database.Content.ListCollectionNamesAsync(cancellationToken: token);
            return (await cursor.ToListAsync(token)).ToHashSet(StringComparer.Ordinal);
        },
        cancellationToken);

    // Other programs, such as the one that Colloquy replaces, use the same names for different documents.
    private void RefuseForeign(IReadOnlySet<string> there)
    {
        string[] names = [database.Names.Conversations, database.Names.Messages];
        if (!there.Contains("state") && names.Where(there.Contains).Order(StringComparer.Ordinal).FirstOrDefault() is { } taken)
        {
            throw new StoreException(
                $"{database.Location} has a collection {taken} that Colloquy did not create. Name another database with "
                + $"{MongoSettings.Database}, or other collections with {MongoSettings.Conversations} and {MongoSettings.Messages}.")
            {
                NeedsChange = true,
            };
        }
    }
}
