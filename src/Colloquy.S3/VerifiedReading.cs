using Amazon.Runtime;
using Amazon.S3.Model;

namespace Colloquy.S3;

/// <summary>Reads an object whole or in a stretch. The whole is compared with the hash that was stored beside it, and asked for again where it differs.</summary>
internal static class VerifiedReading
{
    /// <param name="range">Null for the whole.</param>
    /// <returns>Null when there is no such object.</returns>
    public static async Task<byte[]?> ReadAsync(S3Bucket bucket, string key, ByteRange? range, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            var request = new GetObjectRequest { BucketName = bucket.Address.Bucket, Key = key, ByteRange = range };
            using var answer = await bucket.AskAsync("s3:GetObject", key, S3Bucket.IsAbsent, s3 => s3.GetObjectAsync(request, stop), stop);
            if (answer is null)
            {
                return null;
            }

            if (await BodyAsync(answer, stop) is { } content && (range is not null || answer.Metadata[ContentHash.Name] is not { Length: > 0 } hash || hash == ContentHash.Of(content)))
            {
                return content;
            }

            if (!await bucket.MayTryAgainAsync(tries, stop))
            {
                throw new LakeException(
                    $"s3://{bucket.Address.Bucket}/{key} at {bucket.Address.Server} is not what was written, however often it was read: the hash stored with it differs. "
                    + "Look for a proxy that changes answers; if the object itself is damaged, delete it and publish again with --rebuild.");
            }
        }
    }

    /// <returns>Null when the SDK, which knows an object's MD5 in some cases, finds another.</returns>
    private static async Task<byte[]?> BodyAsync(GetObjectResponse answer, CancellationToken stop)
    {
        using var body = new MemoryStream(checked((int)Math.Max(answer.ContentLength, 0)));
        try
        {
            await answer.ResponseStream.CopyToAsync(body, stop);
        }
        catch (AmazonClientException)
        {
            return null;
        }

        return body.Capacity == body.Length ? body.GetBuffer() : body.ToArray();
    }
}
