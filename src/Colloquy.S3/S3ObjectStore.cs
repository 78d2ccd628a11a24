using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3.Model;
using Colloquy.Configuration;
using Colloquy.Sources;

namespace Colloquy.S3;

/// <summary>
/// The lake in a bucket of AWS or of any S3-compatible server. docs/lake.md describes what server and credentials need. Every method throws
/// a <see cref="LakeException"/> if the server cannot be reached or rejects the request.
/// </summary>
/// <param name="clock">Used for timeouts and backoff.</param>
public sealed class S3ObjectStore(S3Options options, TimeProvider clock) : IObjectStore, IDisposable
{
    private readonly S3Bucket bucket = new(options, clock);
    private ConditionalWrites? conditional;

    /// <summary>Why the profile cannot be used; empty if it can. Sends no request.</summary>
    public static IEnumerable<string> Problems(S3Options options) => AwsProfile.Of(options).Problems;

    /// <inheritdoc/>
    public string Location => bucket.Address.Location;

    /// <inheritdoc/>
    public TimeSpan Grace => options.Grace;

    private ConditionalWrites Conditional => LazyInitializer.EnsureInitialized(ref conditional, () => new ConditionalWrites(bucket));

    /// <inheritdoc/>
    public string PathOf(string key) => $"{Location}/{key}";

    /// <inheritdoc/>
    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var name = bucket.Address.Key(key);

        // Nearly every object is new, so one request is enough. A server that ignores the condition replaces the object, which is fine
        // here.
        var isSmall = content.Length <= MultipartUpload.PartBytes;
        if (isSmall && await Conditional.TryPutAsync(name, content, cancellationToken))
        {
            return;
        }

        var hash = ContentHash.Of(content);
        if (await bucket.HashAsync(name, cancellationToken) == hash)
        {
            return;
        }

        if (!isSmall)
        {
            await MultipartUpload.PutAsync(bucket, name, content, hash, cancellationToken);
            return;
        }

        var put = bucket.NewPut(name, content, hash);
        await bucket.AskAsync("s3:PutObject", name, s3 => s3.PutObjectAsync(put, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Conditional.TryCreateAsync(bucket.Address.Key(key), content, cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) =>
        VerifiedReading.ReadAsync(bucket, bucket.Address.Key(key), null, cancellationToken);

    /// <inheritdoc/>
    public async Task<byte[]?> ReadRangeAsync(string key, long offset, int length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        try
        {
            return await VerifiedReading.ReadAsync(
                bucket, bucket.Address.Key(key), new ByteRange(offset, offset + length - 1), cancellationToken);
        }
        catch (LakeException failure)
            when (failure.InnerException is AmazonServiceException { StatusCode: HttpStatusCode.RequestedRangeNotSatisfiable })
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var name = bucket.Address.Key(prefix);
        var objects = new ListObjectsV2Request { BucketName = options.Bucket, Prefix = name };
        do
        {
            var page = await bucket.AskAsync(
                "s3:ListBucket", name, s3 => s3.ListObjectsV2Async(objects, cancellationToken), cancellationToken);
            foreach (var one in page.S3Objects ?? [])
            {
                yield return new StoredObject(bucket.Address.Relative(one.Key), one.Size ?? 0, Instant(one.LastModified));
            }

            objects.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (objects.ContinuationToken is not null);

        await foreach (var upload in UploadsAsync(name, cancellationToken))
        {
            yield return upload;
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        if (UnfinishedUpload.Parse(key) is { } upload)
        {
            return MultipartUpload.AbortAsync(bucket, bucket.Address.Key(upload.Key), upload.Id, cancellationToken);
        }

        var name = bucket.Address.Key(key);
        return bucket.AskAsync(
            "s3:DeleteObject", name, S3Bucket.IsAbsent, s3 => s3.DeleteObjectAsync(options.Bucket, name, cancellationToken),
            cancellationToken);
    }

    /// <summary>
    /// Tests everything the lake needs; docs/lake.md lists the permissions. Leaves one empty object, <c>.colloquy/conditional-writes</c>.
    /// </summary>
    public IAsyncEnumerable<Finding> ExamineAsync(CancellationToken cancellationToken) =>
        new Examination(bucket, Conditional).RunAsync(cancellationToken);

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        conditional?.Dispose();
        bucket.Dispose();
    }

    private async IAsyncEnumerable<StoredObject> UploadsAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var uploads = new ListMultipartUploadsRequest { BucketName = options.Bucket, Prefix = prefix };
        bool more;
        do
        {
            // If they cannot be listed, a lifecycle rule of the bucket has to delete them.
            var page = await bucket.AskAsync(
                "s3:ListBucketMultipartUploads", prefix, S3Bucket.IsRefused, s3 => s3.ListMultipartUploadsAsync(uploads, cancellationToken),
                cancellationToken);
            foreach (var one in page?.MultipartUploads ?? [])
            {
                yield return new StoredObject(
                    new UnfinishedUpload(bucket.Address.Relative(one.Key), one.UploadId).ToString(), 0, Instant(one.Initiated));
            }

            more = page?.IsTruncated == true;
            (uploads.KeyMarker, uploads.UploadIdMarker) = (page?.NextKeyMarker, page?.NextUploadIdMarker);
        }
        while (more);
    }

    private static DateTimeOffset Instant(DateTime? time) =>
        time is { } known ? new DateTimeOffset(known.ToUniversalTime()) : DateTimeOffset.UnixEpoch;
}
