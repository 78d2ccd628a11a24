using System.Security.Cryptography;
using System.Text;
using Colloquy.IntegrationTests.EndToEnd;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.S3;

/// <summary>Profiles of every kind that the SDK knows: what can be used without a person is, with the profile's region; the others are refused before anything is asked.</summary>
public sealed class AwsProfileTests : IAsyncLifetime
{
    private const string Config = """
        [profile keys]
        aws_access_key_id = FROMCONFIG
        aws_secret_access_key = s
        region = eu-central-1

        [profile role]
        role_arn = arn:aws:iam::123456789012:role/ROLEOFKEYS
        source_profile = stored
        region = eu-west-1

        [profile chain]
        role_arn = arn:aws:iam::123456789012:role/ROLEOFROLE
        source_profile = role

        [profile machine]
        role_arn = arn:aws:iam::123456789012:role/ROLEOFMACHINE
        credential_source = Ec2InstanceMetadata

        [profile container]
        role_arn = arn:aws:iam::123456789012:role/ROLEOFCONTAINER
        credential_source = EcsContainer

        [profile web]
        role_arn = arn:aws:iam::123456789012:role/ROLEOFTOKEN
        web_identity_token_file = TOKENFILE

        [profile sso]
        sso_session = corp
        sso_account_id = 123456789012
        sso_role_name = reader
        region = eu-north-1

        [sso-session corp]
        sso_region = eu-north-1
        sso_start_url = https://corp.awsapps.com/start

        [profile signedout]
        sso_session = other
        sso_account_id = 123456789012
        sso_role_name = reader

        [sso-session other]
        sso_region = eu-north-1
        sso_start_url = https://other.awsapps.com/start

        [profile process]
        credential_process = /bin/sh -c "cat KEYSFILE"

        [profile failing]
        credential_process = /bin/false

        [profile guarded]
        role_arn = arn:aws:iam::123456789012:role/x
        source_profile = stored
        mfa_serial = arn:aws:iam::123456789012:mfa/me

        [profile behind]
        role_arn = arn:aws:iam::123456789012:role/y
        source_profile = guarded

        [profile login]
        login_session = arn:aws:sts::123456789012:assumed-role/x/me

        [profile regiononly]
        region = us-west-2

        [profile orphan]
        role_arn = arn:aws:iam::123456789012:role/x
        source_profile = nobody
        """;

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly TempFolder temp = new();
    private AwsStub aws = null!;

    public async ValueTask InitializeAsync()
    {
        aws = await AwsStub.StartAsync();
        var cache = Path.Combine(temp.Path, ".aws", "sso", "cache");
        Directory.CreateDirectory(cache);
        await File.WriteAllTextAsync(temp.Under("token"), "a.web.token", Stop);
        await File.WriteAllTextAsync(temp.Under("keys"), """{"Version":1,"AccessKeyId":"FROMPROCESS","SecretAccessKey":"s"}""", Stop);
        await File.WriteAllTextAsync(temp.Under("credentials"), "[stored]\naws_access_key_id = STORED\naws_secret_access_key = hush\n", Stop);
        await File.WriteAllTextAsync(
            temp.Under("config"), Config.Replace("TOKENFILE", temp.Under("token"), StringComparison.Ordinal).Replace("KEYSFILE", temp.Under("keys"), StringComparison.Ordinal), Stop);
#pragma warning disable CA5350 // AWS names the file so.
        var name = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes("corp")));
#pragma warning restore CA5350
        await File.WriteAllTextAsync(
            Path.Combine(cache, name + ".json"), """{"accessToken":"t","expiresAt":"2099-01-01T00:00:00Z","region":"eu-north-1","startUrl":"https://corp.awsapps.com/start"}""", Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await aws.DisposeAsync();
        temp.Dispose();
    }

    [Theory]
    [InlineData("stored", "STORED", "us-east-1")]
    [InlineData("keys", "FROMCONFIG", "eu-central-1")]
    [InlineData("role", "ROLEOFKEYS", "eu-west-1")]
    [InlineData("chain", "ROLEOFROLE", "us-east-1")]
    [InlineData("machine", "ROLEOFMACHINE", "us-east-1")]
    [InlineData("container", "ROLEOFCONTAINER", "us-east-1")]
    [InlineData("web", "ROLEOFTOKEN", "us-east-1")]
    [InlineData("sso", "FROMSSO", "eu-north-1")]
    [InlineData("process", "FROMPROCESS", "us-east-1")]
    public async Task A_profile_gives_credentials_and_its_region(string profile, string key, string region)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && profile == "process", "The command of the profile is a shell's.");
        var result = await CallAsync([("AWS_PROFILE", profile)]);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.NotEmpty(aws.Asked);
        Assert.All(aws.Asked, asked => Assert.Equal((key, region), asked));
        Assert.DoesNotContain("hush", result.Output + result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_profile_the_role_of_the_machine_is_used()
    {
        var result = await CallAsync([]);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.All(aws.Asked, asked => Assert.Equal(("FROMMACHINE", "us-east-1"), asked));
    }

    [Theory]
    [InlineData("AWS_REGION", "ap-south-1", "AWS_DEFAULT_REGION", "ap-east-1", "ap-south-1")]
    [InlineData("AWS_DEFAULT_REGION", "ap-east-1", "LOG_LEVEL", "Warning", "ap-east-1")]
    public async Task A_region_that_is_set_comes_before_that_of_the_profile(string name, string value, string other, string otherValue, string region)
    {
        await CallAsync([("AWS_PROFILE", "keys"), (name, value), (other, otherValue)]);
        Assert.All(aws.Asked, asked => Assert.Equal(("FROMCONFIG", region), asked));
        Assert.NotEmpty(aws.Asked);
    }

    [Theory]
    [InlineData("guarded", "needs an MFA code (mfa_serial)")]
    [InlineData("behind", "profile guarded needs an MFA code (mfa_serial)")]
    [InlineData("login", "aws configure export-credentials --profile login")]
    [InlineData("regiononly", "holds no credentials")]
    [InlineData("orphan", "nobody")]
    [InlineData("nowhere", "there is no profile nowhere")]
    public async Task A_profile_that_cannot_be_used_is_refused_with_what_to_do_and_nothing_is_asked(string profile, string said)
    {
        var result = await CallAsync([("AWS_PROFILE", profile)]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("  - AWS_PROFILE: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains(said, result.Errors, StringComparison.Ordinal);
        Assert.Empty(aws.Asked);
    }

    [Theory]
    [InlineData("signedout", "Run aws sso login")]
    [InlineData("failing", "credential_process")]
    public async Task A_profile_that_gives_no_credentials_now_fails_with_what_to_do(string profile, string said)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command of the profile is a shell's.");
        var result = await CallAsync([("AWS_PROFILE", profile)]);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(said, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    private async Task<CliResult> CallAsync((string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string>
        {
            ["COLLOQUY_HOME"] = temp.Under("home"),
            ["HOME"] = temp.Path,
            ["S3_BUCKET"] = AwsStub.Bucket,
            ["S3_ENDPOINT_URL"] = aws.Url,
            ["AWS_SHARED_CREDENTIALS_FILE"] = temp.Under("credentials"),
            ["AWS_CONFIG_FILE"] = temp.Under("config"),
            ["AWS_ENDPOINT_URL_STS"] = aws.Url,
            ["AWS_ENDPOINT_URL_SSO"] = aws.Url,
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = variables.Any(v => v.Value == "container") ? aws.Url + "/container" : "",
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = aws.Url,
        };
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        using var process = EndToEnd.Cli.StartIn(environment, "lake", "snapshots");
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var errors = process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return new CliResult(process.ExitCode, await output, await errors);
    }
}
