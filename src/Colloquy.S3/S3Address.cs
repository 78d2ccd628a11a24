using Colloquy.Configuration;

namespace Colloquy.S3;

/// <summary>Maps keys of the lake to keys and URLs of the bucket.</summary>
internal readonly record struct S3Address(string Bucket, string Prefix, string Server)
{
    public static S3Address Of(S3Options options, AwsProfile profile) =>
        new(options.Bucket, options.Prefix, options.Endpoint?.GetLeftPart(UriPartial.Authority) ?? $"S3 in {RegionOf(options, profile)}");

    public static string RegionOf(S3Options options, AwsProfile profile) => options.Region ?? profile.Region ?? "us-east-1";

    public string Location => Prefix.Length == 0 ? $"s3://{Bucket}" : $"s3://{Bucket}/{Prefix}";

    public string Key(string key) => Prefix.Length == 0 ? key : $"{Prefix}/{key}";

    public string Relative(string key) => Prefix.Length == 0 ? key : key[(Prefix.Length + 1)..];
}
