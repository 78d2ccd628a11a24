using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Colloquy.IntegrationTests.S3;

/// <summary>
/// The services of AWS that give credentials, as far as the SDK asks them: STS, IAM Identity Center, the containers' and the machine's. Each gives keys of its own. Beside them an empty bucket
/// that notes who asked.
/// </summary>
internal sealed class AwsStub : IAsyncDisposable
{
    public const string Bucket = "bucket";

    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly List<string> signatures = [];

    private AwsStub(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    /// <summary>Access key and region of each request to the bucket.</summary>
    public IReadOnlyList<(string Key, string Region)> Asked
    {
        get
        {
            lock (gate)
            {
                return [.. signatures.Select(signature => signature.Split('/')).Select(parts => (parts[0][(parts[0].LastIndexOf('=') + 1)..], parts[2]))];
            }
        }
    }

    public static async Task<AwsStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new AwsStub(app);
        app.Run(stub.ServeAsync);
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimEnd('/');
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : null;
        var action = form?["Action"].ToString();
        if (path.StartsWith("/" + Bucket, StringComparison.Ordinal))
        {
            lock (gate)
            {
                signatures.Add(context.Request.Headers.Authorization.ToString());
            }
        }

        var (status, type, body) = path switch
        {
            _ when action is "AssumeRole" or "AssumeRoleWithWebIdentity" => (200, "text/xml", Role(action, form!["RoleArn"].ToString())),
            "/federation/credentials" => (200, "application/json", SingleSignOn),
            "/container" => (200, "application/json", Json("FROMCONTAINER")),
            "/latest/api/token" => (200, "text/plain", "token"),
            "/latest/meta-data/iam/security-credentials" => (200, "text/plain", "machine"),
            "/latest/meta-data/iam/security-credentials/machine" => (200, "application/json", Json("FROMMACHINE")),
            _ when context.Request.Query.ContainsKey("list-type") => (200, "application/xml", """<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>false</IsTruncated></ListBucketResult>"""),
            _ when context.Request.Query.ContainsKey("uploads") => (200, "application/xml", """<ListMultipartUploadsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>"""),
            _ => (404, "application/xml", "<Error><Code>NoSuchKey</Code><Message>There is none.</Message></Error>"),
        };
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        if (path == "/latest/api/token")
        {
            context.Response.Headers["x-aws-ec2-metadata-token-ttl-seconds"] = "21600";
        }

        await context.Response.WriteAsync(body);
    }

    private static DateTimeOffset Expiry => DateTimeOffset.UtcNow.AddHours(1);

    private static string Iso => Expiry.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string SingleSignOn =>
        "{\"roleCredentials\":{\"accessKeyId\":\"FROMSSO\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\",\"expiration\":"
        + Expiry.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) + "}}";

    private static string Json(string key) =>
        $$"""{"Code":"Success","Type":"AWS-HMAC","LastUpdated":"2025-01-01T00:00:00Z","AccessKeyId":"{{key}}","SecretAccessKey":"s","Token":"t","Expiration":"{{Iso}}"}""";

    // The keys of a role are named after it.
    private static string Role(string action, string role) => $"""
        <{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>
          <Credentials><AccessKeyId>{role[(role.LastIndexOf('/') + 1)..]}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{Iso}</Expiration></Credentials>
          <AssumedRoleUser><Arn>{role}</Arn><AssumedRoleId>A:x</AssumedRoleId></AssumedRoleUser>
        </{action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{action}Response>
        """;
}
