using System.Collections.Immutable;
using Colloquy.Configuration;

namespace Colloquy.S3;

/// <summary>Settings of the lake in a bucket.</summary>
public static class S3Settings
{
    /// <summary>Name of the bucket.</summary>
    public const string Bucket = "S3_BUCKET";
    /// <summary>Prefix of all keys.</summary>
    public const string Prefix = "S3_PREFIX";
    /// <summary>URL of an S3-compatible server.</summary>
    public const string Endpoint = "S3_ENDPOINT_URL";
    /// <summary>Whether the bucket is in the path of URLs.</summary>
    public const string PathStyle = "COLLOQUY_S3_PATH_STYLE";
    /// <summary>Server-side encryption.</summary>
    public const string Encryption = "COLLOQUY_S3_ENCRYPTION";
    /// <summary>Storage class of large objects.</summary>
    public const string StorageClass = "COLLOQUY_S3_STORAGE_CLASS";
    /// <summary>Region of the bucket.</summary>
    public const string AwsRegion = "AWS_REGION";
    /// <summary>Region, if <see cref="AwsRegion"/> is not set.</summary>
    public const string AwsDefaultRegion = "AWS_DEFAULT_REGION";
    /// <summary>Access key id.</summary>
    public const string AwsAccessKey = "AWS_ACCESS_KEY_ID";
    /// <summary>Secret access key.</summary>
    public const string AwsSecretKey = "AWS_SECRET_ACCESS_KEY";
    /// <summary>Session token of temporary credentials.</summary>
    public const string AwsSessionToken = "AWS_SESSION_TOKEN";
    /// <summary>Name of an AWS profile.</summary>
    public const string AwsProfile = "AWS_PROFILE";

    /// <summary>Rows of <c>docs/configuration.md</c>.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new(Bucket, "", "Bucket that holds the lake, instead of the folder `lake/`."),
        new(Prefix, "conversation-analytics", "Prefix of the lake's keys in the bucket; `/` for the root of the bucket."),
        new(Endpoint, "", "URL of an S3-compatible server other than AWS, for example `https://minio.example.com:9000`."),
        new(
            PathStyle, "true, if S3_ENDPOINT_URL is set",
            "Whether URLs contain the bucket in the path instead of the host name: `true` or `false`."),
        new(
            Encryption, "",
            "Server-side encryption of objects: `AES256`, `aws:kms` or `aws:kms:KEY`. Default: as configured for the bucket."),
        new(
            StorageClass, "",
            "Storage class of objects of 128 KB and more, for example `STANDARD_IA`. Default: as configured for the bucket."),
        new(AwsRegion, "as in the profile, else us-east-1", "Region of the bucket."),
        new(AwsDefaultRegion, "", "Region of the bucket, if `AWS_REGION` is not set."),
        new(AwsAccessKey, "",
            "Access key id. If it is not set, AWS's default credential chain is used: profile, container role, machine role. Never shown."),
        new(AwsSecretKey, "", "Secret access key. Never shown."),
        new(AwsSessionToken, "", "Session token of temporary credentials, set in the same place as the access key. Never shown."),
        new(AwsProfile, "",
            "AWS profile to use if no access key is set; [the lake](lake.md#credentials-for-s3) lists the supported kinds."),
    ];
}
