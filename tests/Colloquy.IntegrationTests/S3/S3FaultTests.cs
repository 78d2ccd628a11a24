using System.Globalization;
using Colloquy.Configuration;
using Colloquy.IntegrationTests.Faults;
using Colloquy.Lake;
using Colloquy.Model;
using Colloquy.Publish;
using Colloquy.S3;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.S3;

/// <summary>Whatever happens on the way to the bucket, the lake ends as if nothing had, or the error says what to do and the next run ends there.</summary>
public sealed class S3FaultTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly DateOnly First = new(2025, 1, 31);

    private static readonly ImmutableDictionary<string, Fault> Faults = new Dictionary<string, Fault>
    {
        ["503 SlowDown with a time"] = new Fault.Answer(503, Answers.Error("SlowDown"), "application/xml", ("Retry-After", "1")),
        ["503 SlowDown"] = new Fault.Answer(503, Answers.Error("SlowDown"), "application/xml"),
        ["500 InternalError"] = new Fault.Answer(500, Answers.Error("InternalError"), "application/xml"),
        ["502 of a gateway"] = new Fault.Answer(502, "<html><body>Bad gateway</body></html>", "text/html"),
        ["reset before the work"] = new Fault.Reset(),
        ["reset after the work"] = new Fault.Lose(),
        ["cut"] = new Fault.Cut(20),
        ["stall"] = new Fault.Stall(20),
    }.ToImmutableDictionary();

    private S3Server server = null!;
    private S3Options place = null!;
    private FaultProxy proxy = null!;
    private S3ObjectStore direct = null!;
    private S3ObjectStore proxied = null!;

    public static TheoryData<string> Names => [.. Faults.Keys.Order(StringComparer.Ordinal)];

    private S3Options Through => place with { Endpoint = new Uri(proxy.Url), Timeout = TimeSpan.FromSeconds(2) };

    public async ValueTask InitializeAsync()
    {
        server = await S3Server.SharedAsync(Stop);
        place = server.NewPlace();
        proxy = await FaultProxy.StartAsync(server.Url);
        direct = new S3ObjectStore(place, TimeProvider.System);
        proxied = new S3ObjectStore(Through, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        direct.Dispose();
        proxied.Dispose();
        await proxy.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_transient_fault_costs_one_retry(string name)
    {
        proxy.Script = request => request.Number % 12 == 3 ? Faults[name] : null;
        await PublishAsync(proxied, seed: 1);
        await PublishAsync(proxied, seed: 2);
        await new IcebergLake(proxied, TimeProvider.System).CleanAsync(Stop);
        Assert.True(proxy.Requests.Count(r => r.Number % 12 == 3) > 2);
        await IsAsUndisturbedAsync(seed: 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_whose_answer_is_lost_is_not_repeated(bool alsoTheRefusal)
    {
        var left = alsoTheRefusal ? 2 : 1;
        proxy.Script = request => IsCommit(request) && left-- > 0 ? new Fault.Lose() : null;
        await PublishAsync(proxied, seed: 1);
        Assert.True(proxy.Requests.Count(IsCommit) > (alsoTheRefusal ? 2 : 1));
        Assert.Equal(["messages/metadata/v1.metadata.json"], await CommitsAsync());
        await IsAsUndisturbedAsync(seed: 1);
    }

    [Fact]
    public async Task A_commit_that_is_answered_with_nothing_but_failures_is_found_done_by_the_next_run()
    {
        proxy.Script = request => IsCommit(request) ? new Fault.Lose() : null;
        using var impatient = new S3ObjectStore(Through with { MaxRetries = 1 }, TimeProvider.System);
        await Assert.ThrowsAsync<LakeException>(() => PublishAsync(impatient, seed: 1));
        proxy.Script = null;
        await new IcebergLake(direct, TimeProvider.System).CleanAsync(Stop);
        await PublishAsync(proxied, seed: 1);
        Assert.Equal(["messages/metadata/v1.metadata.json"], await CommitsAsync());
        await IsAsUndisturbedAsync(seed: 1);
    }

    [Fact]
    public async Task A_conflict_between_concurrent_creates_is_retried()
    {
        Assert.True(await proxied.TryCreateAsync("a", new byte[] { 1 }, Stop));
        var left = 3;
        proxy.Script = request => request.Path.EndsWith("/b", StringComparison.Ordinal) && left-- > 0
            ? new Fault.Answer(409, Answers.Error("ConditionalRequestConflict"), "application/xml")
            : null;
        Assert.True(await proxied.TryCreateAsync("b", new byte[] { 2 }, Stop));
        Assert.False(await proxied.TryCreateAsync("b", new byte[] { 3 }, Stop));
        Assert.Equal([2], await direct.ReadAsync("b", Stop));
    }

    [Fact]
    public async Task Changed_data_in_transit_is_read_again()
    {
        await direct.PutAsync("a", new byte[] { 1, 2, 3 }, Stop);
        proxy.Script = request => request.Number == 1 ? new Fault.Replace(body => [.. body.Reverse()]) : null;
        Assert.Equal([1, 2, 3], await proxied.ReadAsync("a", Stop));
        Assert.Equal(2, proxy.Requests.Count);
    }

    [Fact]
    public async Task What_is_not_what_was_written_is_never_taken_for_it()
    {
        await direct.PutAsync("a", new byte[] { 1, 2, 3 }, Stop);
        proxy.Script = _ => new Fault.Replace(body => [.. body.Reverse()]);
        using var impatient = new S3ObjectStore(Through with { MaxRetries = 1 }, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<LakeException>(() => impatient.ReadAsync("a", Stop));
        Assert.Contains("does not match its stored checksum", refused.Message, StringComparison.Ordinal);
        Assert.Contains(place.Prefix + "/a", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_is_cut_leaves_no_object()
    {
        proxy.Script = request => request.Query.Contains("partNumber=2", StringComparison.Ordinal) ? new Fault.Reset() : null;
        using var impatient = new S3ObjectStore(Through with { MaxRetries = 1 }, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<LakeException>(() => impatient.PutAsync("a", new byte[20_000_000], Stop));
        Assert.Contains("s3:PutObject", refused.Message, StringComparison.Ordinal);
        Assert.Null(await direct.ReadAsync("a", Stop));
        proxy.Script = null;
        await proxied.PutAsync("a", new byte[20_000_000], Stop);
        Assert.Equal(20_000_000, (await direct.ReadAsync("a", Stop))!.Length);
    }

    [Fact]
    public async Task A_server_that_is_killed_and_started_is_waited_for()
    {
        await using var own = await S3Server.StartOwnAsync(Stop);
        using var store = new S3ObjectStore(own.NewPlace(), TimeProvider.System);
        await PublishAsync(store, seed: 1);
        await own.KillAsync(Stop);
        var publishing = PublishAsync(store, seed: 2);
        await own.StartAsync(Stop);
        await publishing;
        await IsAsUndisturbedAsync(store, seed: 2);
    }

    [Fact]
    public async Task A_server_that_stands_still_is_waited_for()
    {
        await using var own = await S3Server.StartOwnAsync(Stop);
        using var store = new S3ObjectStore(own.NewPlace() with { Timeout = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        await PublishAsync(store, seed: 1);
        await own.FreezeAsync(Stop);
        var publishing = PublishAsync(store, seed: 2);
        await Task.Delay(TimeSpan.FromSeconds(1.5), Stop);
        await own.ThawAsync(Stop);
        await publishing;
        await IsAsUndisturbedAsync(store, seed: 2);
    }

    [Fact]
    public async Task A_server_that_stands_still_for_ever_ends_in_an_error_that_says_so()
    {
        proxy.Script = _ => new Fault.Delay(TimeSpan.FromMinutes(5));
        using var impatient = new S3ObjectStore(Through with { MaxRetries = 1, Timeout = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<LakeException>(() => impatient.ReadAsync("a", Stop));
        Assert.Contains("timed out. Check S3_ENDPOINT_URL", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_differs_is_corrected()
    {
        proxy.Script = request => request.Number == 1
            ? new Fault.Answer(403, Answers.Error("RequestTimeTooSkewed"), "application/xml", ("Date", DateTimeOffset.UtcNow.AddMinutes(10).ToString("R", CultureInfo.InvariantCulture)))
            : null;
        await proxied.PutAsync("a", new byte[] { 1 }, Stop);
        Assert.Equal([1], await direct.ReadAsync("a", Stop));
        var signed = DateTimeOffset.ParseExact(proxy.Requests[1].Headers["x-amz-date"], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(signed, DateTimeOffset.UtcNow.AddMinutes(8), DateTimeOffset.UtcNow.AddMinutes(12));
    }

    [Theory]
    [InlineData(403, "RequestTimeTooSkewed", "Synchronise the clock")]
    [InlineData(403, "InvalidAccessKeyId", "Check AWS_ACCESS_KEY_ID")]
    [InlineData(400, "ExpiredToken", "Renew them")]
    [InlineData(400, "AuthorizationHeaderMalformed", "Set AWS_REGION")]
    [InlineData(400, "InvalidStorageClass", "Correct COLLOQUY_S3_STORAGE_CLASS")]
    [InlineData(400, "KMS.NotFoundException", "Correct COLLOQUY_S3_ENCRYPTION")]
    [InlineData(403, "QuotaExceeded", "raise the quota")]
    [InlineData(503, "SlowDown", "Wait until the server has recovered")]
    [InlineData(400, "Whatever", "A test says so.")]
    public async Task A_refusal_says_what_to_do(int status, string code, string advice)
    {
        proxy.Script = _ => new Fault.Answer(status, Answers.Error(code), "application/xml");
        using var impatient = new S3ObjectStore(Through with { MaxRetries = 0 }, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<LakeException>(() => impatient.ReadAsync("a", Stop));
        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
        Assert.Contains(code, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Through.Credentials!.SecretKey.Value, refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3:PutObject")]
    [InlineData("s3:GetObject")]
    [InlineData("s3:ListBucket")]
    [InlineData("s3:DeleteObject")]
    public async Task A_missing_permission_is_named(string right)
    {
        using var stranger = new S3ObjectStore(S3Server.OfStranger(place), TimeProvider.System);
        await direct.PutAsync("a", new byte[] { 1 }, Stop);
        var refused = await Assert.ThrowsAsync<LakeException>(() => right switch
        {
            "s3:PutObject" => stranger.TryCreateAsync("b", new byte[] { 1 }, Stop),
            "s3:GetObject" => stranger.ReadAsync("a", Stop),
            "s3:ListBucket" => stranger.ListAsync("", Stop).ToListAsync(Stop).AsTask(),
            _ => stranger.DeleteAsync("a", Stop),
        });
        Assert.Contains("Grant the permission " + right, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_is_told_and_never_shown()
    {
        using var wrong = new S3ObjectStore(place with { Credentials = place.Credentials! with { SecretKey = new Secret("hush-hush") } }, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<LakeException>(() => wrong.ReadAsync("a", Stop));
        Assert.Contains("rejected the credentials (SignatureDoesNotMatch)", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_profile_is_reported()
    {
        using var nobody = new S3ObjectStore(place with { Credentials = null, Profile = "no-such-profile" }, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<LakeException>(() => nobody.ReadAsync("a", Stop));
        Assert.Contains("AWS_PROFILE", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_missing_bucket_is_reported(bool reading)
    {
        using var elsewhere = new S3ObjectStore(place with { Bucket = "no-such-bucket" }, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<LakeException>(() => reading ? elsewhere.ReadAsync("a", Stop) : elsewhere.PutAsync("a", new byte[] { 1 }, Stop));
        Assert.Contains("There is no bucket no-such-bucket at " + server.Url, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_server_is_reported()
    {
        using var nowhere = new S3ObjectStore(
            place with { Endpoint = new Uri("http://127.0.0.1:" + ServerProcess.FreePort().ToString(CultureInfo.InvariantCulture)), MaxRetries = 1 }, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<LakeException>(() => nowhere.ReadAsync("a", Stop));
        Assert.Contains("cannot be reached (ConnectionRefused). Check S3_ENDPOINT_URL", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(501)]
    public async Task A_server_without_conditions_takes_commits_one_after_the_other_and_the_doctor_says_so(int status)
    {
        // Who overlooks the condition writes: only for the probe does it not matter whether it was.
        proxy.Script = request => request.Method == "PUT" && request.Headers.ContainsKey("If-None-Match") && (status != 200 || request.Path.EndsWith("/conditional-writes", StringComparison.Ordinal))
            ? new Fault.Answer(status, status == 200 ? "" : Answers.Error("NotImplemented"), "application/xml", ("ETag", "\"x\""))
            : null;
        await PublishAsync(proxied, seed: 1);
        await PublishAsync(proxied, seed: 2);
        await IsAsUndisturbedAsync(seed: 2);
        Assert.False(await proxied.TryCreateAsync("messages/metadata/v1.metadata.json", new byte[] { 1 }, Stop));
        var findings = await proxied.ExamineAsync(Stop).ToListAsync(Stop);
        Assert.Contains("If-None-Match", Assert.Single(findings, f => f.Health == Sources.Health.Doubtful).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lake_works_without_permission_to_list_uploads_and_the_doctor_says_so()
    {
        proxy.Script = request => request.Query.Contains("uploads", StringComparison.Ordinal) ? new Fault.Answer(403, Answers.Error("AccessDenied"), "application/xml") : null;
        await PublishAsync(proxied, seed: 1);
        await IsAsUndisturbedAsync(seed: 1);
        var findings = await proxied.ExamineAsync(Stop).ToListAsync(Stop);
        Assert.Contains("s3:ListBucketMultipartUploads", Assert.Single(findings, f => f.Health != Sources.Health.Good).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_healthy_bucket_is_found_healthy_and_no_probe_is_left_behind()
    {
        Assert.All(await direct.ExamineAsync(Stop).ToListAsync(Stop), f => Assert.Equal(Sources.Health.Good, f.Health));
        Assert.Equal([".colloquy/conditional-writes"], await direct.ListAsync("", Stop).Select(o => o.Key).ToListAsync(Stop));
    }

    private static bool IsCommit(ProxiedRequest request) => request.Method == "PUT" && request.Path.EndsWith(".metadata.json", StringComparison.Ordinal);

    private Task<List<string>> CommitsAsync() =>
        direct.ListAsync("", Stop).Select(o => o.Key).Where(k => k.EndsWith(".metadata.json", StringComparison.Ordinal)).ToListAsync(Stop).AsTask();

    private static async Task PublishAsync(IObjectStore store, int seed)
    {
        var lake = new IcebergLake(store, TimeProvider.System);
        List<IStagedDay> staged = [];
        for (var day = 0; day < 2; day++)
        {
            staged.Add(await lake.StageAsync(new DayPartition(First.AddDays(day)) { Messages = Some.LakeDay(First.AddDays(day), seed: seed).Messages }, Stop));
        }

        await lake.CommitAsync(staged, Stop);
    }

    private Task IsAsUndisturbedAsync(int seed) => IsAsUndisturbedAsync(direct, seed);

    private static async Task IsAsUndisturbedAsync(S3ObjectStore store, int seed)
    {
        using var temp = new TempFolder();
        var undisturbed = new LocalObjectStore(temp.Under("lake"));
        await PublishAsync(undisturbed, seed);
        Assert.Equal(await FilesAsync(undisturbed), await FilesAsync(store));
        Assert.Equal(0, await new IcebergLake(store, TimeProvider.System).CleanAsync(Stop));
        var seen = await store.ListAsync("messages/data/", Stop).Select(o => Path.GetFileName(o.Key)).ToListAsync(Stop);
        Assert.Equal(await FilesAsync(store), seen.Order(StringComparer.Ordinal));
    }

    private static async Task<List<string?>> FilesAsync(IObjectStore store) =>
        [.. (await new LakeCatalog(store).ReadAsync(Stop)).SelectMany(t => t.Files).Select(f => Path.GetFileName(f.Path)).Order(StringComparer.Ordinal)];
}
