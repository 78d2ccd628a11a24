using System.Text.RegularExpressions;
using Colloquy.Configuration;
using Colloquy.Model;

namespace Colloquy.S3;

/// <summary>An S3 bucket as storage of the lake, chosen by <see cref="S3Settings.Bucket"/>.</summary>
public static partial class S3Component
{
    /// <summary>The component.</summary>
    public static Component<ObjectStoreOptions> Component { get; } = new("s3", S3Settings.Bucket, S3Settings.All, Read);

    // Objects of these classes must be restored, which takes hours, before they can be read.
    private static readonly string[] Archives = ["GLACIER", "DEEP_ARCHIVE"];

    private static S3Options? Read(SettingsReader settings)
    {
        if (settings.Text(S3Settings.Bucket) is not { } bucket)
        {
            return null;
        }

        settings.Require(S3Settings.Bucket, BucketName(),
            "is not a bucket name. "
            + "Use the plain name, without s3:// and without a path.");
        var endpoint = settings.Web(S3Settings.Endpoint, "Use https://HOST or http://HOST:PORT, without the bucket.");
        var (encryption, key) = Encryption(settings);
        var options = new S3Options
        {
            Bucket = bucket,
            Prefix = Prefix(settings),
            Endpoint = endpoint,
            Region = Region(settings),
            PathStyle = settings.Flag(S3Settings.PathStyle, endpoint is not null),
            Encryption = encryption,
            EncryptionKey = key,
            StorageClass = StorageClass(settings),
            Credentials = Credentials(settings),
            Profile = settings.Text(S3Settings.AwsProfile),
            MaxRetries = settings.Number(Settings.MaxRetries, 0, 100, 8),
        };
        foreach (var problem in S3ObjectStore.Problems(options))
        {
            settings.Add(problem);
        }

        return options;
    }

    private static string Prefix(SettingsReader settings)
    {
        settings.Require(S3Settings.Prefix, KeyPrefix(),
            "is not a valid prefix. "
            + "Use folder names of letters, digits, . _ = and -, separated by slashes, or / for the root of the bucket.");
        return (settings.Text(S3Settings.Prefix) ?? "conversation-analytics").Trim('/');
    }

    private static string? Region(SettingsReader settings)
    {
        var name = settings.Text(S3Settings.AwsRegion) is null ? S3Settings.AwsDefaultRegion : S3Settings.AwsRegion;
        settings.Require(name, RegionName(), "is not a region. Use its code, for example eu-central-1.");
        return settings.Text(name);
    }

    private static (ServerEncryption Encryption, string? Key) Encryption(SettingsReader settings)
    {
        var text = settings.Text(S3Settings.Encryption);
        switch (text)
        {
            case null:
                return (ServerEncryption.AsBucket, null);
            case "AES256":
                return (ServerEncryption.Aes256, null);
            case "aws:kms":
                return (ServerEncryption.Kms, null);
            case var _ when text.StartsWith("aws:kms:", StringComparison.Ordinal) && text.Length > "aws:kms:".Length:
                return (ServerEncryption.Kms, text["aws:kms:".Length..]);
            default:
                settings.Add($"{settings.Named(S3Settings.Encryption)} is not valid. Use AES256, aws:kms or aws:kms:KEY.");
                return (ServerEncryption.AsBucket, null);
        }
    }

    private static string? StorageClass(SettingsReader settings)
    {
        settings.Require(S3Settings.StorageClass, ClassName(), "is not a storage class. Use capitals, for example STANDARD_IA.");
        if (settings.Text(S3Settings.StorageClass) is { } name && Archives.Contains(name))
        {
            settings.Add(
                $"{settings.Named(S3Settings.StorageClass)}: objects in {name} cannot be read immediately. "
                + "Use STANDARD_IA, INTELLIGENT_TIERING or GLACIER_IR.");
        }

        return settings.Text(S3Settings.StorageClass);
    }

    private static S3Credentials? Credentials(SettingsReader settings)
    {
        var (key, secret) = (settings.Text(S3Settings.AwsAccessKey), settings.Text(S3Settings.AwsSecretKey));
        if (key is not null && secret is not null)
        {
            // A session token in the environment does not belong to a key in .env.
            var token = settings.Text(S3Settings.AwsSessionToken) is { } text
                && settings.AreTogether(S3Settings.AwsSessionToken, S3Settings.AwsAccessKey)
                    ? new Secret(text)
                    : (Secret?)null;
            return new S3Credentials(new Secret(key), new Secret(secret), token);
        }

        if (key is not null || secret is not null)
        {
            var (there, missing) = secret is null
                ? (S3Settings.AwsAccessKey, S3Settings.AwsSecretKey)
                : (S3Settings.AwsSecretKey, S3Settings.AwsAccessKey);
            settings.Add(
                $"{settings.Named(there)} is set, but {missing} is not. Set both, or neither to use the default credential chain of AWS.");
        }

        return null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]\z")]
    private static partial Regex BucketName();

    [GeneratedRegex(@"^(/|/?([A-Za-z0-9_=-][A-Za-z0-9._=-]*)(/[A-Za-z0-9_=-][A-Za-z0-9._=-]*)*/?)\z")]
    private static partial Regex KeyPrefix();

    [GeneratedRegex(@"^[a-z0-9-]+\z")]
    private static partial Regex RegionName();

    [GeneratedRegex(@"^[A-Z0-9_]+\z")]
    private static partial Regex ClassName();
}
