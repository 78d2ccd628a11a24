using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Colloquy.Configuration;
using Colloquy.Lake;
using Colloquy.Model;
using Colloquy.Mongo;
using Colloquy.S3;
using Colloquy.Sources;
using Colloquy.Sources.Files;
using Colloquy.Sources.Rows;
using Colloquy.Sqlite;
using Colloquy.Stores;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Colloquy.Benchmarks;

/// <summary>
/// Committing pages of rows to SQLite and to the MongoDB of MONGODB_URI, beside a bare loop of the driver over the very documents that came out; and putting the files of a lake into a folder and
/// into the bucket of S3_BUCKET, beside a bare loop of uploads.
/// </summary>
internal static class Servers
{
    private const int BulkRows = 2_000;
    private const int PageRows = 5_000;
    private const int Uploads = 4;

    public static async Task<int> RunAsync(string folder, int runs)
    {
        var uri = Needed("MONGODB_URI");
        var place = new S3Options
        {
            Bucket = Needed("S3_BUCKET"),
            Endpoint = new Uri(Needed("S3_ENDPOINT_URL")),
            PathStyle = true,
            Credentials = new S3Credentials(new Secret(Needed("AWS_ACCESS_KEY_ID")), new Secret(Needed("AWS_SECRET_ACCESS_KEY")), null),
        };
        Console.WriteLine($"Data: `{Path.GetFileName(folder)}`. Machine: {Environment.ProcessorCount} cores with the servers on them, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}. Medians of {runs} runs in turn.\n");
        await CommitAsync(folder, uri, runs);
        await UploadAsync(folder, place, runs);
        return 0;
    }

    private static async Task CommitAsync(string folder, string uri, int runs)
    {
        var pages = await ReadPagesAsync(folder);
        using var client = new MongoClient(uri);
        var (sqlite, mongo, bare) = (new List<Timed>(), new List<Timed>(), new List<Timed>());
        var documents = 0L;
        for (var run = 0; run < runs; run++)
        {
            using var scratch = new Scratch();
            sqlite.Add(await TimeAsync(new SqliteStore(Path.Combine(scratch.Path, "record.db")), pages));
            var database = $"colloquy_bench_{Environment.ProcessId}_{run}";
            mongo.Add(await TimeAsync(new MongoStore(new MongoOptions { Uri = new Secret(uri), Database = database }, TimeProvider.System), pages));
            (documents, var loop) = await InsertAsync(client.GetDatabase(database), client.GetDatabase(database + "_bare"));
            bare.Add(loop);
            await Console.Error.WriteLineAsync($"run {run + 1}: sqlite {sqlite[^1].Seconds:F1} s, mongodb {mongo[^1].Seconds:F1} s, bare loop {loop.Seconds:F1} s");
            await client.DropDatabaseAsync(database);
            await client.DropDatabaseAsync(database + "_bare");
        }

        Console.WriteLine($"""
            | {documents:N0} conversations and messages, pages of {PageRows:N0} rows in memory, into | seconds | documents/s | of the bare loop's rate | processor s |
            |---|---:|---:|---:|---:|
            {Row("SQLite", Median(sqlite), documents, null)}
            {Row("MongoDB", Median(mongo), documents, Median(bare).Seconds)}
            {Row($"bare loop of the driver: the same documents as bytes in memory, same rules and indexes, bulks of {BulkRows:N0}", Median(bare), documents, Median(bare).Seconds)}

            """);
    }

    private static async Task<List<PageCommit>> ReadPagesAsync(string folder)
    {
        var source = new FilesSource(folder, new RowReader(TimeZoneInfo.Utc), TimeProvider.System);
        var pages = new List<PageCommit>();
        await foreach (var page in source.ReadAsync(new SourceRequest(ImmutableDictionary<string, SourceMark>.Empty, PageRows, Environment.ProcessorCount, Full: true), CancellationToken.None))
        {
            pages.Add(new PageCommit
            {
                Source = source.Name,
                Generation = 1,
                Conversations = [.. page.Conversations.Select(row => row.Value)],
                Messages = [.. page.Messages.Select(row => row.Value)],
                Feedbacks = [.. page.Feedbacks.Select(row => row.Value)],
                Apps = page.Apps,
                EndUsers = [.. page.EndUsers.Select(row => row.Value)],
                Mark = page.Mark,
            });
        }

        return pages;
    }

    private static async Task<Timed> TimeAsync(IStore store, List<PageCommit> pages)
    {
        await using var opened = store;
        await store.OpenAsync(CancellationToken.None);
        return await Timed.OfAsync(async () =>
        {
            foreach (var page in pages)
            {
                await store.CommitAsync(page, CancellationToken.None);
            }

            await store.SettleAsync(CancellationToken.None);
        });
    }

    // The documents are in memory as bytes; what is timed is sending them.
    private static async Task<(long Documents, Timed Loop)> InsertAsync(IMongoDatabase from, IMongoDatabase to)
    {
        var bulks = new List<(string Name, RawBsonDocument[] Documents)>();
        foreach (var name in (string[])["conversations", "messages"])
        {
            var existing = await (await from.ListCollectionsAsync(new ListCollectionsOptions { Filter = new BsonDocument("name", name) })).SingleAsync();
            await to.RunCommandAsync<BsonDocument>(new BsonDocument("create", name).AddRange(existing["options"].AsBsonDocument));
            var indexes = await (await from.GetCollection<BsonDocument>(name).Indexes.ListAsync()).ToListAsync();
            await to.GetCollection<BsonDocument>(name).Indexes.CreateManyAsync(indexes.Where(index => index["name"] != "_id_").Select(index => new CreateIndexModel<BsonDocument>(index["key"].AsBsonDocument)));
            bulks.AddRange((await from.GetCollection<RawBsonDocument>(name).Find(new BsonDocument()).ToListAsync()).Chunk(BulkRows).Select(documents => (name, documents)));
        }

        var loop = await Timed.OfAsync(async () =>
        {
            foreach (var (name, documents) in bulks)
            {
                await to.GetCollection<RawBsonDocument>(name).InsertManyAsync(documents, new InsertManyOptions { IsOrdered = false });
            }
        });
        return (bulks.Sum(bulk => (long)bulk.Documents.Length), loop);
    }

    private static async Task UploadAsync(string folder, S3Options place, int runs)
    {
        using var home = new Scratch();
        await Measured.RunAsync(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Colloquy.Cli.dll"), "run", "--source", "files:" + folder, "--quiet"], new Dictionary<string, string> { ["COLLOQUY_HOME"] = home.Path, ["MONGODB_URI"] = "", ["S3_BUCKET"] = "" });
        var files = new List<(string Key, byte[] Bytes)>();
        var lake = Path.Combine(home.Path, "lake");
        foreach (var path in Directory.EnumerateFiles(lake, "*.parquet", SearchOption.AllDirectories))
        {
            files.Add((Path.GetRelativePath(lake, path).Replace('\\', '/'), await File.ReadAllBytesAsync(path)));
        }

        var bytes = files.Sum(file => (long)file.Bytes.Length);
        using var s3 = new AmazonS3Client(
            new BasicAWSCredentials(place.Credentials!.AccessKey.Value, place.Credentials.SecretKey.Value),
            new AmazonS3Config { ServiceURL = place.Endpoint!.ToString(), ForcePathStyle = true, AuthenticationRegion = place.Region, RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED });
        await s3.PutBucketAsync(place.Bucket);
        var (near, far, bare) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            using var scratch = new Scratch();
            var local = new LocalObjectStore(scratch.Path);
            near.Add(await TimeAsync(files, (key, content, stop) => local.PutAsync(key, content, stop)));
            using var store = new S3ObjectStore(place with { Prefix = $"bench-{Environment.ProcessId}-{run}" }, TimeProvider.System);
            far.Add(await TimeAsync(files, (key, content, stop) => store.PutAsync(key, content, stop)));
            var prefix = $"bench-bare-{Environment.ProcessId}-{run}/";
            bare.Add(await TimeAsync(files, async (key, content, stop) =>
            {
                using var stream = new MemoryStream(content);
                await s3.PutObjectAsync(new PutObjectRequest { BucketName = place.Bucket, Key = prefix + key, InputStream = stream }, stop);
            }));
        }

        Console.WriteLine($"""
            | {files.Count:N0} Parquet files, {bytes / 1e6:F1} MB, {Uploads} at once, into | seconds | MB/s | of the bare loop's rate |
            |---|---:|---:|---:|
            | a folder | {Median(near):F2} | {bytes / Median(near) / 1e6:F1} | |
            | S3, through the object store | {Median(far):F2} | {bytes / Median(far) / 1e6:F1} | {Median(bare) / Median(far):P0} |
            | bare loop: PutObject of the SDK | {Median(bare):F2} | {bytes / Median(bare) / 1e6:F1} | 100 % |
            """);
    }

    private static async Task<double> TimeAsync(List<(string Key, byte[] Bytes)> files, Func<string, byte[], CancellationToken, Task> put)
    {
        var watch = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = Uploads }, async (file, stop) => await put(file.Key, file.Bytes, stop));
        return Stopwatch.GetElapsedTime(watch).TotalSeconds;
    }

    private static string Row(string name, Timed run, long documents, double? bare) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {run.Seconds:F1} | {documents / run.Seconds:N0} | {(bare is { } seconds ? (seconds / run.Seconds).ToString("P0", CultureInfo.InvariantCulture) : "")} | {run.CpuSeconds:F1} |");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static Timed Median(List<Timed> runs) => runs.OrderBy(run => run.Seconds).ElementAt(runs.Count / 2);

    private static string Needed(string name) => Environment.GetEnvironmentVariable(name) ?? throw new ArgumentException($"Set {name}.");

    /// <summary>What work took in this process.</summary>
    private readonly record struct Timed(double Seconds, double CpuSeconds)
    {
        public static async Task<Timed> OfAsync(Func<Task> work)
        {
            GC.Collect();
            var (watch, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await work();
            return new Timed(Stopwatch.GetElapsedTime(watch).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        }
    }
}
