using System.Collections.Immutable;
using Colloquy.Configuration;

namespace Colloquy.S3;

/// <summary>Settings of a bucket that holds the lake.</summary>
public static class S3Settings
{
    public const string Bucket = "S3_BUCKET";
    public const string Prefix = "S3_PREFIX";
    public const string Endpoint = "S3_ENDPOINT_URL";
    public const string PathStyle = "COLLOQUY_S3_PATH_STYLE";
    public const string Encryption = "COLLOQUY_S3_ENCRYPTION";
    public const string StorageClass = "COLLOQUY_S3_STORAGE_CLASS";
    public const string AwsRegion = "AWS_REGION";
    public const string AwsDefaultRegion = "AWS_DEFAULT_REGION";
    public const string AwsAccessKey = "AWS_ACCESS_KEY_ID";
    public const string AwsSecretKey = "AWS_SECRET_ACCESS_KEY";
    public const string AwsSessionToken = "AWS_SESSION_TOKEN";
    public const string AwsProfile = "AWS_PROFILE";

    /// <summary>Rows of the reference page.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new(Bucket, "", "Bucket that holds the lake, in place of the folder `lake/`."),
        new(Prefix, "conversation-analytics", "What the lake's keys in the bucket begin with; `/` for the top of the bucket."),
        new(Endpoint, "", "Address of an S3 server that is not AWS's own, for example `https://minio.example.com:9000`."),
        new(PathStyle, "true, if S3_ENDPOINT_URL is set", "Whether the bucket is named in the path and not in the host: `true` or `false`."),
        new(Encryption, "", "What the server encrypts objects with: `AES256`, `aws:kms` or `aws:kms:KEY`. Without it the bucket's own setting holds."),
        new(StorageClass, "", "Storage class of objects of 128 KB and more, for example `STANDARD_IA`. Without it the bucket's own setting holds."),
        new(AwsRegion, "that of the profile, else us-east-1", "Region of the bucket."),
        new(AwsDefaultRegion, "", "The same, where `AWS_REGION` is not set."),
        new(AwsAccessKey, "", "Id of the access key. Without it AWS's other places are looked at: profile, container, machine. Never shown."),
        new(AwsSecretKey, "", "The secret of the access key. Never shown."),
        new(AwsSessionToken, "", "Of an access key for a while; from the same place as the key. Never shown."),
        new(AwsProfile, "", "Profile in AWS's own files, where no access key is set; [the lake](lake.md#credentials-for-s3) lists the kinds."),
    ];
}
