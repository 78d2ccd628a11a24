using System.Globalization;
using Amazon.Runtime;
using Amazon.S3;
using Colloquy.Configuration;
using Colloquy.Model;
using Colloquy.S3;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.S3;

/// <summary>A real S3 server on loopback, Ceph's gateway, with a bucket <see cref="Bucket"/>. What is stored is gone with it.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "lake";

    // As serve.sh makes them.
    private static readonly S3Credentials Owner = new(new Secret("colloquytest"), new Secret("colloquytestsecret"), null);
    private static readonly S3Credentials Stranger = new(new Secret("strangertest"), new Secret("strangertestsecret"), null);

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "servers", "s3");
    private static readonly Lazy<Task> Installed = new(InstallAsync);
    private static readonly Lazy<Task<S3Server>> Shared = new(() => StartOwnAsync(CancellationToken.None));

    private readonly ServerProcess process;
    private int prefixes;

    private S3Server(int port)
    {
        Url = $"http://127.0.0.1:{port}";
        process = ServerProcess.Start(Folder, "bash", ["serve.sh", port.ToString(CultureInfo.InvariantCulture), ServerProcess.FreePort().ToString(CultureInfo.InvariantCulture)], []);
        Client = new AmazonS3Client(
            new BasicAWSCredentials(Owner.AccessKey.Value, Owner.SecretKey.Value),
            new AmazonS3Config { ServiceURL = Url, ForcePathStyle = true, AuthenticationRegion = "us-east-1", RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED });
    }

    public string Url { get; }

    /// <summary>Looks at the server past the code under test.</summary>
    public AmazonS3Client Client { get; }

    /// <summary>The server of the whole test run, started by the first test that asks. It is not to be stopped.</summary>
    public static Task<S3Server> SharedAsync(CancellationToken stop) => Shared.Value.WaitAsync(stop);

    /// <summary>A server that a test may stop.</summary>
    public static async Task<S3Server> StartOwnAsync(CancellationToken stop)
    {
        await Installed.Value.WaitAsync(stop);
        var server = new S3Server(ServerProcess.FreePort());
        await server.StartAsync(stop);
        await server.Client.PutBucketAsync(Bucket, stop);
        return server;
    }

    public Task StartAsync(CancellationToken stop) => TellAsync("start", "started", stop);

    /// <summary>Kills the gateway; objects stay.</summary>
    public Task KillAsync(CancellationToken stop) => TellAsync("kill", "killed", stop);

    public Task FreezeAsync(CancellationToken stop) => TellAsync("freeze", "frozen", stop);

    public Task ThawAsync(CancellationToken stop) => TellAsync("thaw", "thawed", stop);

    /// <summary>A place in the bucket that nobody else has.</summary>
    public S3Options NewPlace() => new()
    {
        Bucket = Bucket,
        Prefix = "test-" + Interlocked.Increment(ref prefixes).ToString(CultureInfo.InvariantCulture),
        Endpoint = new Uri(Url),
        PathStyle = true,
        Credentials = Owner,
        Grace = TimeSpan.Zero,
    };

    /// <summary>The same place, asked by a user who has no rights there.</summary>
    public static S3Options OfStranger(S3Options place) => place with { Credentials = Stranger };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await process.DisposeAsync();
    }

    private async Task TellAsync(string command, string answer, CancellationToken stop)
    {
        await process.SendAsync(command);
        await process.LineAsync(answer, stop);
    }

    private static async Task InstallAsync()
    {
        if (Missing() is { } missing)
        {
            Programs.Missing(missing);
        }

        await Programs.InstallAsync("Ceph's S3 gateway", Folder, "bash", ["install.sh"]);
    }

    private static string? Missing() =>
        !OperatingSystem.IsLinux() ? "The tests start a real S3 server on Linux only."
        : !Programs.IsThere("radosgw") && !(Environment.UserName == "root" && Programs.IsThere("apt-get")) ? "Ceph's S3 gateway (radosgw, ceph-mon, ceph-osd) is not installed."
        : null;
}
