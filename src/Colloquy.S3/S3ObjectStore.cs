using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3.Model;
using Colloquy.Configuration;
using Colloquy.Sources;

namespace Colloquy.S3;

/// <summary>
/// The lake in a bucket of AWS or of any server that speaks its protocol. docs/lake.md says what the server and the credentials need. Every method throws
/// <see cref="LakeException"/> when the server cannot be asked or refuses.
/// </summary>
/// <param name="clock">Waits between tries, and bounds them.</param>
public sealed class S3ObjectStore(S3Options options, TimeProvider clock) : IObjectStore, IDisposable
{
    private readonly S3Bucket bucket = new(options, clock);
    private ConditionalWrites? conditional;

    /// <summary>What of the profile cannot be used. No server is asked.</summary>
    public static IEnumerable<string> Problems(S3Options options) => AwsProfile.Of(options).Problems;

    public string Location => bucket.Address.Location;

    public TimeSpan Grace => options.Grace;

    private ConditionalWrites Conditional => LazyInitializer.EnsureInitialized(ref conditional, () => new ConditionalWrites(bucket));

    public string PathOf(string key) => $"{Location}/{key}";

    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        var name = bucket.Address.Key(key);

        // Nearly every object is a new one: one request is enough. A server that overlooks the condition replaces what is there, which is as good.
        var isSmall = content.Length <= MultipartUpload.PartBytes;
        if (isSmall && await Conditional.TryPutAsync(name, content, stop))
        {
            return;
        }

        var hash = ContentHash.Of(content);
        if (await bucket.HashAsync(name, stop) == hash)
        {
            return;
        }

        if (!isSmall)
        {
            await MultipartUpload.PutAsync(bucket, name, content, hash, stop);
            return;
        }

        var put = bucket.NewPut(name, content, hash);
        await bucket.AskAsync("s3:PutObject", name, s3 => s3.PutObjectAsync(put, stop), stop);
    }

    public Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop) =>
        Conditional.TryCreateAsync(bucket.Address.Key(key), content, stop);

    public Task<byte[]?> ReadAsync(string key, CancellationToken stop) => VerifiedReading.ReadAsync(bucket, bucket.Address.Key(key), null, stop);

    public async Task<byte[]?> ReadRangeAsync(string key, long offset, int length, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        try
        {
            return await VerifiedReading.ReadAsync(bucket, bucket.Address.Key(key), new ByteRange(offset, offset + length - 1), stop);
        }
        catch (LakeException failure) when (failure.InnerException is AmazonServiceException { StatusCode: HttpStatusCode.RequestedRangeNotSatisfiable })
        {
            return [];
        }
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        var name = bucket.Address.Key(prefix);
        var objects = new ListObjectsV2Request { BucketName = options.Bucket, Prefix = name };
        do
        {
            var page = await bucket.AskAsync("s3:ListBucket", name, s3 => s3.ListObjectsV2Async(objects, stop), stop);
            foreach (var one in page.S3Objects ?? [])
            {
                yield return new StoredObject(bucket.Address.Relative(one.Key), one.Size ?? 0, Instant(one.LastModified));
            }

            objects.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (objects.ContinuationToken is not null);

        await foreach (var upload in UploadsAsync(name, stop))
        {
            yield return upload;
        }
    }

    public Task DeleteAsync(string key, CancellationToken stop)
    {
        if (UnfinishedUpload.Parse(key) is { } upload)
        {
            return MultipartUpload.AbortAsync(bucket, bucket.Address.Key(upload.Key), upload.Id, stop);
        }

        var name = bucket.Address.Key(key);
        return bucket.AskAsync("s3:DeleteObject", name, S3Bucket.IsAbsent, s3 => s3.DeleteObjectAsync(options.Bucket, name, stop), stop);
    }

    /// <summary>Tries what a lake needs of the bucket; docs/lake.md names the rights. It leaves one empty object behind, <c>.colloquy/conditional-writes</c>.</summary>
    public IAsyncEnumerable<Finding> ExamineAsync(CancellationToken stop) => new Examination(bucket, Conditional).RunAsync(stop);

    public void Dispose()
    {
        conditional?.Dispose();
        bucket.Dispose();
    }

    private async IAsyncEnumerable<StoredObject> UploadsAsync(string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        var uploads = new ListMultipartUploadsRequest { BucketName = options.Bucket, Prefix = prefix };
        bool more;
        do
        {
            // Who may not see them, or whose server has no such list, leaves them to a rule of the bucket.
            var page = await bucket.AskAsync("s3:ListBucketMultipartUploads", prefix, S3Bucket.IsRefused, s3 => s3.ListMultipartUploadsAsync(uploads, stop), stop);
            foreach (var one in page?.MultipartUploads ?? [])
            {
                yield return new StoredObject(new UnfinishedUpload(bucket.Address.Relative(one.Key), one.UploadId).ToString(), 0, Instant(one.Initiated));
            }

            more = page?.IsTruncated == true;
            (uploads.KeyMarker, uploads.UploadIdMarker) = (page?.NextKeyMarker, page?.NextUploadIdMarker);
        }
        while (more);
    }

    private static DateTimeOffset Instant(DateTime? time) => time is { } known ? new DateTimeOffset(known.ToUniversalTime()) : DateTimeOffset.UnixEpoch;
}
