using System.Runtime.CompilerServices;
using Colloquy.Configuration;
using Colloquy.Sources;

namespace Colloquy.S3;

/// <summary>The bucket that holds the lake, and how it is to be asked.</summary>
public sealed record S3Options : ObjectStoreOptions
{
    public required string Bucket { get; init; }

    /// <summary>Keys begin with it and a slash; without slashes at its ends. Empty: the lake is at the top of the bucket.</summary>
    public string Prefix { get; init; } = "conversation-analytics";

    /// <summary>A server that is not AWS's own; null for AWS, where the region says it.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Null: that of the profile, or else us-east-1.</summary>
    public string? Region { get; init; }

    /// <summary>Whether the bucket is named in the path (<c>https://host/bucket</c>), not in the host.</summary>
    public bool PathStyle { get; init; }

    public ServerEncryption Encryption { get; init; }

    /// <summary>The key of <see cref="ServerEncryption.Kms"/>; null for the bucket's own.</summary>
    public string? EncryptionKey { get; init; }

    /// <summary>Class of large objects; null for the bucket's own.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Null: by the usual places of AWS's tools, one after the other.</summary>
    public S3Credentials? Credentials { get; init; }

    /// <summary>Name of a profile in AWS's own files; looked at where there are no <see cref="Credentials"/>.</summary>
    public string? Profile { get; init; }

    /// <summary>Tries after a first one that failed for a reason that may pass.</summary>
    public int MaxRetries { get; init; } = 8;

    /// <summary>How long what was replaced stays for readers elsewhere that have begun to read it.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long one try may take. A part of 16 MB passes at 1.1 Mbit/s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long a person waits for a server that does not begin to answer; null where a job waits, with each of its tries.
    /// </summary>
    public TimeSpan? Patience { get; init; }

    public override string? FolderIn(string home) => null;

    public override IObjectStore Create(PartContext context) => BucketFor(context);

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
