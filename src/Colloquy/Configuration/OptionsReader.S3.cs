using System.Text.RegularExpressions;
using Colloquy.Model;

namespace Colloquy.Configuration;

public sealed partial class OptionsReader
{
    // Objects of these classes are to be ordered hours before they are read.
    private static readonly string[] Archives = ["GLACIER", "DEEP_ARCHIVE"];

    private S3Options? S3()
    {
        if (Text(Settings.S3Bucket) is not { } bucket)
        {
            return null;
        }

        Require(Settings.S3Bucket, BucketName(), "is no name of a bucket. Write the name alone, without s3:// and without a path.");
        var endpoint = Web(Settings.S3Endpoint, "Write https://HOST or http://HOST:PORT, without the bucket.");
        var (encryption, key) = Encryption();
        return new S3Options
        {
            Bucket = bucket,
            Prefix = Prefix(),
            Endpoint = endpoint,
            Region = Region(),
            PathStyle = Flag(Settings.S3PathStyle, endpoint is not null),
            Encryption = encryption,
            EncryptionKey = key,
            StorageClass = StorageClass(),
            Credentials = Credentials(),
            Profile = Text(Settings.AwsProfile),
            MaxRetries = Number(Settings.MaxRetries, 0, 100, 8),
        };
    }

    private void Require(string name, Regex shape, string problem)
    {
        if (Text(name) is { } text && !shape.IsMatch(text))
        {
            problems.Add($"{Named(name)} {problem}");
        }
    }

    private string Prefix()
    {
        Require(Settings.S3Prefix, KeyPrefix(), "cannot begin keys. Write folders of letters, digits, . _ = and -, with a slash between them, or / for the top of the bucket.");
        return (Text(Settings.S3Prefix) ?? "conversation-analytics").Trim('/');
    }

    private string? Region()
    {
        var name = Text(Settings.AwsRegion) is null ? Settings.AwsDefaultRegion : Settings.AwsRegion;
        Require(name, RegionName(), "is no region. Write its code, for example eu-central-1.");
        return Text(name);
    }

    private (ServerEncryption Encryption, string? Key) Encryption()
    {
        var text = Text(Settings.S3Encryption);
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
                problems.Add($"{Named(Settings.S3Encryption)} is not understood. Use AES256, aws:kms or aws:kms:KEY.");
                return (ServerEncryption.AsBucket, null);
        }
    }

    private string? StorageClass()
    {
        Require(Settings.S3StorageClass, ClassName(), "is no storage class. Write it in capitals, for example STANDARD_IA.");
        if (Text(Settings.S3StorageClass) is { } name && Archives.Contains(name))
        {
            problems.Add($"{Named(Settings.S3StorageClass)}: what is in {name} cannot be read at once. Use STANDARD_IA, INTELLIGENT_TIERING or GLACIER_IR.");
        }

        return Text(Settings.S3StorageClass);
    }

    private S3Credentials? Credentials()
    {
        var (key, secret) = (Text(Settings.AwsAccessKey), Text(Settings.AwsSecretKey));
        if (key is not null && secret is not null)
        {
            // A token in the environment does not belong to a key in .env.
            var token = Text(Settings.AwsSessionToken) is { } text && variables[Settings.AwsSessionToken].Place == variables[Settings.AwsAccessKey].Place ? new Secret(text) : (Secret?)null;
            return new S3Credentials(new Secret(key), new Secret(secret), token);
        }

        if (key is not null || secret is not null)
        {
            var (there, missing) = secret is null ? (Settings.AwsAccessKey, Settings.AwsSecretKey) : (Settings.AwsSecretKey, Settings.AwsAccessKey);
            problems.Add($"{Named(there)} is set, but {missing} is not. Set both, or neither to use AWS's other places.");
        }

        return null;
    }

    private bool Flag(string name, bool otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (!bool.TryParse(text, out var flag))
        {
            problems.Add($"{Named(name)} must be true or false.");
        }

        return flag;
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
