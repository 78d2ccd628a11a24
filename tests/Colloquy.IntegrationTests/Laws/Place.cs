using System.Collections.Concurrent;
using System.Globalization;
using Colloquy.Configuration;
using Colloquy.IntegrationTests.Mongo;
using Colloquy.IntegrationTests.S3;
using Colloquy.Lake;
using Colloquy.Mongo;
using Colloquy.S3;
using Colloquy.Sqlite;
using Colloquy.Stores;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>Where homes have their store and their lake: in their folder, or in a database and a bucket that belong to the folder's name.</summary>
internal sealed class Place(MongoServer? mongo, S3Server? s3)
{
    private readonly ConcurrentDictionary<string, MongoOptions> databases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, S3Options> buckets = new(StringComparer.Ordinal);

    /// <summary>SQLite and a local folder.</summary>
    public static Place Folder { get; } = new(null, null);

    /// <summary>On the servers of the whole test run.</summary>
    public static async Task<Place> OfAsync(bool mongo, bool s3, CancellationToken stop) =>
        new(mongo ? await MongoServer.SharedAsync(stop) : null, s3 ? await S3Server.SharedAsync(stop) : null);

    public bool IsFolder => mongo is null && s3 is null;

    public IStore StoreOf(string home) => mongo is null
        ? new SqliteStore(Path.Combine(home, "store.db"))
        : new MongoStore(DatabaseOf(home), TimeProvider.System);

    public IObjectStore LakeOf(string home) => s3 is null ? new LocalObjectStore(Path.Combine(home, "lake")) : new S3ObjectStore(BucketOf(home), TimeProvider.System);

    /// <summary>What the executable needs to find the same.</summary>
    public Dictionary<string, string> EnvironmentOf(string home)
    {
        var variables = new Dictionary<string, string> { ["COLLOQUY_HOME"] = home };
        if (mongo is not null)
        {
            variables["MONGODB_URI"] = mongo.Uri;
            variables["MONGODB_DATABASE"] = DatabaseOf(home).Database;
        }

        if (s3 is not null && BucketOf(home) is { Credentials: { } credentials } bucket)
        {
            variables["S3_BUCKET"] = bucket.Bucket;
            variables["S3_PREFIX"] = bucket.Prefix;
            variables["S3_ENDPOINT_URL"] = bucket.Endpoint!.ToString();
            variables["AWS_ACCESS_KEY_ID"] = credentials.AccessKey.Value;
            variables["AWS_SECRET_ACCESS_KEY"] = credentials.SecretKey.Value;
        }

        return variables;
    }

    /// <summary>The bytes of every document of a home's database; none where there is no database.</summary>
    public async Task<IReadOnlyList<(string Collection, byte[] Document)>> DocumentsAsync(string home, CancellationToken stop)
    {
        if (mongo is null)
        {
            return [];
        }

        using var client = new MongoClient(mongo.Uri);
        var database = client.GetDatabase(DatabaseOf(home).Database);
        var documents = new List<(string, byte[])>();
        foreach (var name in (await (await database.ListCollectionsAsync(cancellationToken: stop)).ToListAsync(stop)).Where(one => one["type"] == "collection").Select(one => one["name"].AsString))
        {
            documents.AddRange((await database.GetCollection<BsonDocument>(name).Find(new BsonDocument()).ToListAsync(stop)).Select(document => (name, document.ToBson())));
        }

        return documents;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(mongo is null ? "SQLite" : "MongoDB")} and {(s3 is null ? "a folder" : "S3")}");

    public MongoOptions DatabaseOf(string home) => databases.GetOrAdd(home, _ => mongo!.NewDatabase());

    private S3Options BucketOf(string home) => buckets.GetOrAdd(home, _ => s3!.NewPlace());
}
