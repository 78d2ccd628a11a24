using System.Runtime.CompilerServices;
using Colloquy.Configuration;
using Colloquy.Sources;

namespace Colloquy.S3;

/// <summary>The bucket that holds the lake, and how to access it.</summary>
public sealed record S3Options : ObjectStoreOptions
{
    /// <summary>Name of the bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Common prefix of all keys, without slashes at its ends; empty for the root of the bucket.</summary>
    public string Prefix { get; init; } = "conversation-analytics";

    /// <summary>URL of an S3-compatible server; null for AWS, where the region determines it.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Region; null for the profile's, or else us-east-1.</summary>
    public string? Region { get; init; }

    /// <summary>Whether the bucket is in the path (<c>https://host/bucket</c>) instead of the host name.</summary>
    public bool PathStyle { get; init; }

    /// <summary>Server-side encryption of new objects.</summary>
    public ServerEncryption Encryption { get; init; }

    /// <summary>Key id for <see cref="ServerEncryption.Kms"/>; null for the bucket's own.</summary>
    public string? EncryptionKey { get; init; }

    /// <summary>Storage class of large objects; null for the bucket's default.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Explicit credentials; null for AWS's default credential chain.</summary>
    public S3Credentials? Credentials { get; init; }

    /// <summary>Name of an AWS profile, used if there are no <see cref="Credentials"/>.</summary>
    public string? Profile { get; init; }

    /// <summary>Retries after a transient failure.</summary>
    public int MaxRetries { get; init; } = 8;

    /// <summary>How long replaced files are kept for readers on other machines.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Timeout of one attempt. A part of 16 MB takes this long at 1.1 Mbit/s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Timeout for the beginning of a response while a person is waiting; null for a background job, which uses <see cref="Timeout"/> and
    /// all retries.
    /// </summary>
    public TimeSpan? Patience { get; init; }

    /// <inheritdoc/>
    public override string? FolderIn(string home) => null;

    /// <inheritdoc/>
    public override IObjectStore Create(PartContext context) => BucketFor(context);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Finding> ExamineAsync(
        PartContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var bucket = BucketFor(context);
        await foreach (var finding in bucket.ExamineAsync(cancellationToken))
        {
            yield return finding;
        }
    }

    private S3ObjectStore BucketFor(PartContext context) =>
        new(context.IsAwaited ? this with { Patience = PartContext.Patience } : this, context.Clock);
}
