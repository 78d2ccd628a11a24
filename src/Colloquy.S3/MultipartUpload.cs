using Amazon.S3.Model;

namespace Colloquy.S3;

/// <summary>
/// Writes a large object in parts, several at once. Of two who write one key the last to finish wins, so it is for objects named by their content. What fails is
/// given up at the server; what is killed is listed as <see cref="UnfinishedUpload"/>.
/// </summary>
internal static class MultipartUpload
{
    /// <summary>Above, an object is sent in parts. Large enough that few objects need it, small enough that a try on a slow line ends in time.</summary>
    public const int PartBytes = 16 * 1024 * 1024;

    // One connection fills some 100 MB/s at best; four fill what a usual machine has.
    private const int Parallel = 4;

    public static async Task PutAsync(S3Bucket bucket, string key, ReadOnlyMemory<byte> content, string hash, CancellationToken stop)
    {
        var name = bucket.Address.Bucket;
        var upload = await bucket.AskAsync("s3:PutObject", key, s3 => s3.InitiateMultipartUploadAsync(bucket.NewUpload(key, content.Length, hash), stop), stop);
        try
        {
            var parts = new PartETag[(content.Length + PartBytes - 1) / PartBytes];
            await System.Threading.Tasks.Parallel.ForAsync(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = stop }, async (index, linked) =>
            {
                var part = content[(index * PartBytes)..Math.Min((index + 1) * PartBytes, content.Length)];
                var sent = await bucket.AskAsync("s3:PutObject", key, s3 => s3.UploadPartAsync(PartOf(name, key, upload.UploadId, index + 1, part), linked), linked);
                parts[index] = new PartETag(index + 1, sent.ETag);
            });
            var complete = new CompleteMultipartUploadRequest { BucketName = name, Key = key, UploadId = upload.UploadId, PartETags = [.. parts] };
            await bucket.AskAsync("s3:PutObject", key, s3 => s3.CompleteMultipartUploadAsync(complete, stop), stop);
        }
        catch
        {
            await TryAbortAsync(bucket, key, upload.UploadId);
            throw;
        }
    }

    public static Task AbortAsync(S3Bucket bucket, string key, string id, CancellationToken stop) => bucket.AskAsync(
        "s3:AbortMultipartUpload", key, S3Bucket.IsAbsent, s3 => s3.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = bucket.Address.Bucket, Key = key, UploadId = id }, stop), stop);

    private static UploadPartRequest PartOf(string bucket, string key, string id, int number, ReadOnlyMemory<byte> content) => new()
    {
        BucketName = bucket,
        Key = key,
        UploadId = id,
        PartNumber = number,
        PartSize = content.Length,
        InputStream = MemoryContent.Of(content),
        UseChunkEncoding = false,
        DisablePayloadSigning = false,
    };

    // What failed is the error to tell; an upload that stays is removed by the next cleaning.
    private static async Task TryAbortAsync(S3Bucket bucket, string key, string id)
    {
        using var time = new CancellationTokenSource(bucket.Timeout, bucket.Clock);
        try
        {
            await AbortAsync(bucket, key, id, time.Token);
        }
        catch (Exception failure) when (failure is LakeException or OperationCanceledException)
        {
        }
    }
}
