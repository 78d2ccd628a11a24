using Amazon.Runtime;
using Amazon.S3.Model;

namespace Colloquy.S3;

/// <summary>
/// Reads an object or a range of it. A whole object is compared with the checksum in its metadata, and read again if it differs.
/// </summary>
internal static class VerifiedReading
{
    /// <param name="range">Null for the whole object.</param>
    /// <returns>Null if there is no such object.</returns>
    public static async Task<byte[]?> ReadAsync(S3Bucket bucket, string key, ByteRange? range, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var request = new GetObjectRequest { BucketName = bucket.Address.Bucket, Key = key, ByteRange = range };
            using var answer = await bucket.AskAsync(
                "s3:GetObject", key, S3Bucket.IsAbsent, s3 => s3.GetObjectAsync(request, cancellationToken), cancellationToken);
            if (answer is null)
            {
                return null;
            }

            if (await BodyAsync(answer, cancellationToken) is { } content
                && (range is not null || answer.Metadata[ContentHash.Name] is not { Length: > 0 } hash || hash == ContentHash.Of(content)))
            {
                return content;
            }

            if (!await bucket.MayTryAgainAsync(tries, cancellationToken))
            {
                throw new LakeException(
                    $"s3://{bucket.Address.Bucket}/{key} at {bucket.Address.Server} does not match its stored checksum, in every attempt. "
                    + "Check for a proxy that changes responses. If the object itself is damaged, delete it and publish with --rebuild.");
            }
        }
    }

    /// <returns>Null if the SDK, which sometimes knows the MD5 of an object, finds a mismatch.</returns>
    private static async Task<byte[]?> BodyAsync(GetObjectResponse answer, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream(checked((int)Math.Max(answer.ContentLength, 0)));
        try
        {
            await answer.ResponseStream.CopyToAsync(body, cancellationToken);
        }
        catch (AmazonClientException)
        {
            return null;
        }

        return body.Capacity == body.Length ? body.GetBuffer() : body.ToArray();
    }
}
