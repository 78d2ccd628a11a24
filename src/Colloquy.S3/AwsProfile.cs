using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Colloquy.Configuration;

namespace Colloquy.S3;

/// <summary>
/// The AWS profile (<c>AWS_SHARED_CREDENTIALS_FILE</c>, <c>AWS_CONFIG_FILE</c>) that provides credentials and region. Every kind that the
/// SDK can use without interaction is supported: keys, roles with a source profile or a credential source, web identity, IAM Identity
/// Center (SSO) and credential_process. Other kinds are rejected before any request is sent.
/// </summary>
internal sealed class AwsProfile
{
    private const string Default = "default";
    private const string WebIdentity = "AWS_WEB_IDENTITY_TOKEN_FILE";
    private const int LongestChain = 10;

    private AwsProfile(string? region, IEnumerable<string> problems)
    {
        Region = region;
        Problems = [.. problems];
    }

    public string? Region { get; }

    /// <summary>Why the profile cannot be used, each with what to do; empty if credentials come from elsewhere.</summary>
    public ImmutableArray<string> Problems { get; }

    public static AwsProfile Of(S3Options options)
    {
        var files = new CredentialProfileStoreChain();
        var name = options.Profile ?? Default;
        CredentialProfile? profile;
        try
        {
            files.TryGetProfile(name, out profile);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException or UnauthorizedAccessException
            or AmazonClientException)
        {
            return new AwsProfile(null, options.Credentials is null
                ?
                [
                    "The AWS profile files cannot be read. Check the files named by AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE, or "
                    + "~/.aws/credentials and ~/.aws/config.",
                ]
                : []);
        }

        // Explicit keys take precedence over any profile, and a web identity token of the platform over the default profile.
        var isUsed = options.Credentials is null
            && (options.Profile is not null
                || (profile?.CanCreateAWSCredentials == true && Environment.GetEnvironmentVariable(WebIdentity) is null));
        return new AwsProfile(
            profile?.Region?.SystemName,
            !isUsed ? []
            : profile is not null ? Check(profile, files)
            : [$"{S3Settings.AwsProfile}: there is no profile {name}. Correct the name, or create the profile with aws configure --profile "
                + $"{name}."]);
    }

    private static IEnumerable<string> Check(CredentialProfile profile, CredentialProfileStoreChain files)
    {
        if (Chain(profile, files).FirstOrDefault(one => !string.IsNullOrEmpty(one.Options.MfaSerial)) is { } guarded)
        {
            yield return $"{S3Settings.AwsProfile}: profile {guarded.Name} needs an MFA code (mfa_serial), which Colloquy cannot enter. "
                + "Use a profile without mfa_serial, or set temporary keys in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and "
                + "AWS_SESSION_TOKEN.";
        }
        else if (Chain(profile, files).FirstOrDefault(one => !string.IsNullOrEmpty(one.Options.LoginSession)) is { } login)
        {
            yield return $"{S3Settings.AwsProfile}: profile {login.Name} is an aws login session (login_session), which Colloquy "
                + $"cannot use. Set the keys that aws configure export-credentials --profile {login.Name} --format env prints.";
        }
        else if (!profile.CanCreateAWSCredentials)
        {
            yield return $"{S3Settings.AwsProfile}: profile {profile.Name} holds no credentials. Add keys, role_arn, sso_session or "
                + $"credential_process to it, or unset {S3Settings.AwsProfile} to use the role of the container or machine.";
        }
        else if (Refusal(profile) is { } refusal)
        {
            yield return $"{S3Settings.AwsProfile}: profile {profile.Name} cannot be used. {refusal}";
        }
    }

    private static string? Refusal(CredentialProfile profile)
    {
        try
        {
            profile.GetAWSCredentials(profile.CredentialProfileStore);
            return null;
        }
        catch (Exception refused) when (refused is InvalidDataException or InvalidOperationException or ArgumentException
            or AmazonClientException)
        {
            return refused.Message;
        }
    }

    private static IEnumerable<CredentialProfile> Chain(CredentialProfile profile, CredentialProfileStoreChain files)
    {
        var link = profile;
        for (var length = 0; length < LongestChain; length++)
        {
            yield return link;
            if (string.IsNullOrEmpty(link.Options.SourceProfile) || !files.TryGetProfile(link.Options.SourceProfile, out link))
            {
                yield break;
            }
        }
    }
}
