using System.Globalization;
using Amazon.S3.Model;
using Colloquy.Configuration;
using Colloquy.IntegrationTests.Faults;
using Colloquy.Lake;
using Colloquy.Publish;
using Colloquy.S3;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.S3;

public sealed class S3ObjectStoreTests : IAsyncLifetime
{
    private const int Megabyte = 1024 * 1024;
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private S3Server server = null!;
    private S3Options place = null!;
    private S3ObjectStore store = null!;

    public async ValueTask InitializeAsync()
    {
        server = await S3Server.SharedAsync(Stop);
        place = server.NewPlace();
        store = new S3ObjectStore(place, TimeProvider.System);
    }

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 * Megabyte)]
    [InlineData((16 * Megabyte) + 1)]
    [InlineData((40 * Megabyte) + 7)]
    public async Task An_object_of_any_size_is_read_as_it_was_written(int size)
    {
        var content = Bytes(size);
        await store.PutAsync("messages/data/a.parquet", content, Stop);
        Assert.True((await store.ReadAsync("messages/data/a.parquet", Stop))!.SequenceEqual(content));
        Assert.Equal([("messages/data/a.parquet", (long)size)], (await ListAsync("")).Select(o => (o.Key, o.Bytes)));
    }

    [Fact]
    public async Task What_is_new_is_one_request_which_does_not_ask_before_it_sends()
    {
        await using var proxy = await FaultProxy.StartAsync(server.Url);
        using var proxied = new S3ObjectStore(place with { Endpoint = new Uri(proxy.Url) }, TimeProvider.System);
        await proxied.PutAsync("a", Bytes(100_000), Stop);
        var put = Assert.Single(proxy.Requests);
        Assert.Equal(("PUT", "*"), (put.Method, put.Headers["If-None-Match"]));
        Assert.DoesNotContain("Expect", put.Headers.Keys);
    }

    [Theory]
    [InlineData(5, "PUT HEAD")]
    [InlineData((16 * Megabyte) + 5, "HEAD")]
    public async Task What_is_there_is_not_written_again(int size, string asked)
    {
        await using var proxy = await FaultProxy.StartAsync(server.Url);
        using var proxied = new S3ObjectStore(place with { Endpoint = new Uri(proxy.Url) }, TimeProvider.System);
        await proxied.PutAsync("a", Bytes(size), Stop);
        var before = proxy.Requests.Count;
        await proxied.PutAsync("a", Bytes(size), Stop);
        Assert.Equal(asked, string.Join(' ', proxy.Requests.Skip(before).Select(r => r.Method)));
        Assert.All(proxy.Requests.Skip(before).Where(r => r.Method == "PUT"), r => Assert.Equal("*", r.Headers["If-None-Match"]));
        await proxied.PutAsync("a", Bytes(size, seed: 2), Stop);
        Assert.True((await store.ReadAsync("a", Stop))!.SequenceEqual(Bytes(size, seed: 2)));
    }

    [Fact]
    public async Task A_large_object_replaces_and_is_replaced()
    {
        await store.PutAsync("a", Bytes(10), Stop);
        await store.PutAsync("a", Bytes(17 * Megabyte), Stop);
        Assert.Equal(17 * Megabyte, Assert.Single(await ListAsync("")).Bytes);
        await store.PutAsync("a", Bytes(11), Stop);
        Assert.Equal(Bytes(11), (await store.ReadAsync("a", Stop))!);
    }

    [Fact]
    public async Task Ranges_are_cut_where_the_object_ends()
    {
        await store.PutAsync("a", new byte[] { 0, 1, 2, 3, 4 }, Stop);
        Assert.Equal([1, 2], await store.ReadRangeAsync("a", 1, 2, Stop));
        Assert.Equal([3, 4], await store.ReadRangeAsync("a", 3, 100, Stop));
        Assert.Empty((await store.ReadRangeAsync("a", 5, 1, Stop))!);
        Assert.Null(await store.ReadRangeAsync("b", 0, 1, Stop));
        await store.PutAsync("empty", ReadOnlyMemory<byte>.Empty, Stop);
        Assert.Empty((await store.ReadRangeAsync("empty", 0, 1, Stop))!);
    }

    [Fact]
    public async Task A_listing_has_all_pages_and_nothing_beside_the_prefix()
    {
        await Parallel.ForAsync(0, 1_010, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop }, async (i, stop) =>
            await server.Client.PutObjectAsync(new PutObjectRequest { BucketName = S3Server.Bucket, Key = $"{place.Prefix}/many/{i:D4}", ContentBody = "x", UseChunkEncoding = false }, stop));
        await store.PutAsync("manyfold", Bytes(1), Stop);
        Assert.Equal(1_010, (await ListAsync("many/")).Select(o => o.Key).Distinct().Count());
        Assert.Equal(1_011, (await ListAsync("")).Count);
        Assert.All(await ListAsync("many/"), o => Assert.InRange(o.Modified, DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(10)));
    }

    [Fact]
    public async Task Two_prefixes_of_one_bucket_are_separate()
    {
        using var other = new S3ObjectStore(place with { Prefix = place.Prefix + "-more" }, TimeProvider.System);
        await store.PutAsync("a", Bytes(1), Stop);
        await other.PutAsync("a", Bytes(2), Stop);
        await other.DeleteAsync("b", Stop);
        Assert.Equal(Bytes(1), (await store.ReadAsync("a", Stop))!);
        Assert.Single(await ListAsync(""));
        Assert.Equal($"s3://lake/{place.Prefix}/a", store.PathOf("a"));
        Assert.Equal($"s3://lake/{place.Prefix}", store.Location);
    }

    [Fact]
    public async Task The_root_of_a_bucket_can_hold_the_lake()
    {
        await server.Client.PutBucketAsync("top-of-it", Stop);
        using var top = new S3ObjectStore(place with { Bucket = "top-of-it", Prefix = "" }, TimeProvider.System);
        await top.PutAsync("a/b", Bytes(3), Stop);
        Assert.True(await top.TryCreateAsync("a/c", Bytes(4), Stop));
        Assert.Equal(Bytes(3), (await top.ReadAsync("a/b", Stop))!);
        Assert.Equal(("s3://top-of-it", "s3://top-of-it/a/b"), (top.Location, top.PathOf("a/b")));
        var keys = new List<string>();
        await foreach (var one in top.ListAsync("a/", Stop))
        {
            keys.Add(one.Key);
        }

        Assert.Equal(["a/b", "a/c"], keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_unfinished_upload_is_listed_has_no_content_and_is_removed_by_cleaning()
    {
        var lake = new IcebergLake(store, TimeProvider.System);
        await lake.CommitAsync([await lake.StageAsync(Some.LakeDay(new DateOnly(2025, 1, 31)), Stop)], Stop);
        const string Key = "messages/data/year=2025/month=01/day=31/killed.parquet";
        var begun = await server.Client.InitiateMultipartUploadAsync(S3Server.Bucket, $"{place.Prefix}/{Key}", Stop);
        await server.Client.UploadPartAsync(
            new UploadPartRequest { BucketName = S3Server.Bucket, Key = begun.Key, UploadId = begun.UploadId, PartNumber = 1, InputStream = new MemoryStream(Bytes(100)), UseChunkEncoding = false }, Stop);

        var leftover = Assert.Single(await ListAsync("messages/data/"), o => o.Key.EndsWith(IObjectStore.LeftoverSuffix, StringComparison.Ordinal));
        Assert.StartsWith(Key, leftover.Key, StringComparison.Ordinal);
        Assert.Null(await store.ReadAsync(Key, Stop));
        Assert.Equal(1, await lake.CleanAsync(Stop));
        Assert.DoesNotContain(await ListAsync(""), o => o.Key.EndsWith(IObjectStore.LeftoverSuffix, StringComparison.Ordinal));
        await store.DeleteAsync(leftover.Key, Stop);
    }

    [Fact]
    public async Task A_failed_multipart_upload_is_aborted()
    {
        await using var proxy = await FaultProxy.StartAsync(server.Url);
        proxy.Script = request => request.Query.Contains("partNumber=2", StringComparison.Ordinal)
            ? new Fault.Answer(403, Answers.Error("AccessDenied"), "application/xml")
            : null;
        using var proxied = new S3ObjectStore(place with { Endpoint = new Uri(proxy.Url) }, TimeProvider.System);
        await Assert.ThrowsAsync<LakeException>(() => proxied.PutAsync("a", Bytes(40 * Megabyte), Stop));
        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task A_cancelled_multipart_upload_is_aborted()
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var proxy = await FaultProxy.StartAsync(server.Url);
        proxy.Before = request => request.Query.Contains("partNumber=3", StringComparison.Ordinal) ? cancelled.CancelAsync() : Task.CompletedTask;
        using var proxied = new S3ObjectStore(place with { Endpoint = new Uri(proxy.Url) }, TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => proxied.PutAsync("a", Bytes(40 * Megabyte), cancelled.Token));
        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task Encryption_is_asked_for_as_the_options_say()
    {
        Assert.Equal(("AES256", null), await AskedAsync(place with { Encryption = ServerEncryption.Aes256 }));
        Assert.Equal(("aws:kms", null), await AskedAsync(place with { Encryption = ServerEncryption.Kms }));
        Assert.Equal(("aws:kms", "key-1"), await AskedAsync(place with { Encryption = ServerEncryption.Kms, EncryptionKey = "key-1" }));
        Assert.Equal((null, null), await AskedAsync(place));

        async Task<(string? Method, string? Key)> AskedAsync(S3Options options)
        {
            var headers = await HeadersAsync(options, 10);
            var large = await HeadersAsync(options, 17 * Megabyte);
            Assert.Equal(headers.GetValueOrDefault("x-amz-server-side-encryption"), large.GetValueOrDefault("x-amz-server-side-encryption"));
            return (headers.GetValueOrDefault("x-amz-server-side-encryption"), headers.GetValueOrDefault("x-amz-server-side-encryption-aws-kms-key-id"));
        }
    }

    [Fact]
    public async Task A_storage_class_is_asked_for_where_objects_are_not_small()
    {
        var options = place with { StorageClass = "STANDARD_IA" };
        Assert.Equal("STANDARD_IA", (await HeadersAsync(options, 128 * 1024))["x-amz-storage-class"]);
        Assert.Equal("STANDARD_IA", (await HeadersAsync(options, 17 * Megabyte))["x-amz-storage-class"]);
        Assert.Null((await HeadersAsync(options, (128 * 1024) - 1)).GetValueOrDefault("x-amz-storage-class"));
        Assert.Null((await HeadersAsync(place, 128 * 1024)).GetValueOrDefault("x-amz-storage-class"));
    }

    // The server here has neither keys nor classes, so its part is played; what it is asked is looked at.
    private async Task<ImmutableDictionary<string, string>> HeadersAsync(S3Options options, int size)
    {
        await using var proxy = await FaultProxy.StartAsync(server.Url);
        proxy.Script = request => request.Method switch
        {
            "HEAD" => new Fault.Answer(404, "", "application/xml"),
            "POST" => new Fault.Answer(403, Answers.Error("AccessDenied"), "application/xml"),
            _ => new Fault.Answer(200, "", "application/xml", ("ETag", "\"x\"")),
        };
        using var proxied = new S3ObjectStore(options with { Endpoint = new Uri(proxy.Url) }, TimeProvider.System);
        await Record.ExceptionAsync(() => proxied.PutAsync("a" + size.ToString(CultureInfo.InvariantCulture), Bytes(size), Stop));
        return Assert.Single(proxy.Requests, r => r.Method is "PUT" or "POST").Headers;
    }

    private async Task<List<StoredObject>> ListAsync(string prefix)
    {
        var found = new List<StoredObject>();
        await foreach (var one in store.ListAsync(prefix, Stop))
        {
            found.Add(one);
        }

        return found;
    }

    private static byte[] Bytes(int size, int seed = 1)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
