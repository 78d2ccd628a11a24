using Amazon.S3.Model;

namespace Colloquy.S3;

/// <summary>
/// Writes a large object in parts, several at once. If two writers use one key, the last to finish wins, so this is for objects named by
/// their content. A failed upload is aborted; one of a killed run is listed as an <see cref="UnfinishedUpload"/>.
/// </summary>
internal static class MultipartUpload
{
    /// <summary>
    /// Larger objects are sent in parts of this size: large enough that few objects need it, small enough that a part on a slow line does
    /// not time out.
    /// </summary>
    public const int PartBytes = 16 * 1024 * 1024;

    // One connection reaches about 100 MB/s; four saturate a typical machine's network.
    private const int Parallel = 4;

    public static async Task PutAsync(
        S3Bucket bucket, string key, ReadOnlyMemory<byte> content, string hash, CancellationToken cancellationToken)
    {
        var name = bucket.Address.Bucket;
        var upload = await bucket.AskAsync(
            "s3:PutObject", key, s3 => s3.InitiateMultipartUploadAsync(bucket.NewUpload(key, content.Length, hash), cancellationToken),
            cancellationToken);
        try
        {
            var parts = new PartETag[(content.Length + PartBytes - 1) / PartBytes];
            var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
            await System.Threading.Tasks.Parallel.ForAsync(0, parts.Length, options, async (index, linked) =>
            {
                var part = content[(index * PartBytes)..Math.Min((index + 1) * PartBytes, content.Length)];
                var sent = await bucket.AskAsync(
                    "s3:PutObject", key, s3 => s3.UploadPartAsync(PartOf(name, key, upload.UploadId, index + 1, part), linked), linked);
                parts[index] = new PartETag(index + 1, sent.ETag);
            });
            var complete = new CompleteMultipartUploadRequest
            {
                BucketName = name,
                Key = key,
                UploadId = upload.UploadId,
                PartETags = [.. parts],
            };
            await bucket.AskAsync(
                "s3:PutObject", key, s3 => s3.CompleteMultipartUploadAsync(complete, cancellationToken), cancellationToken);
        }
        catch
        {
            await TryAbortAsync(bucket, key, upload.UploadId);
            throw;
        }
    }

    public static Task AbortAsync(S3Bucket bucket, string key, string id, CancellationToken cancellationToken) => bucket.AskAsync(
        "s3:AbortMultipartUpload", key, S3Bucket.IsAbsent,
        s3 => s3.AbortMultipartUploadAsync(
        new AbortMultipartUploadRequest { BucketName = bucket.Address.Bucket, Key = key, UploadId = id }, cancellationToken),
            cancellationToken);

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

    // The original failure is reported. An upload that remains is deleted by the next cleanup.
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
