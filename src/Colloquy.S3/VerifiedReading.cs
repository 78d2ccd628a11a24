using Amazon.S3.Model;

namespace Colloquy.S3;

/// <summary>
/// Reads an object whole or in a stretch. The SDK repeats what fails before the body; a body that breaks off, stands still or is not what was written is asked for
/// again here.
/// </summary>
internal static class VerifiedReading
{
    /// <param name="range">Null for the whole.</param>
    /// <returns>Null when there is no such object.</returns>
    public static async Task<byte[]?> ReadAsync(S3Bucket bucket, string key, ByteRange? range, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            using var time = new CancellationTokenSource(bucket.Timeout, bucket.Clock);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, time.Token);
            var request = new GetObjectRequest { BucketName = bucket.Address.Bucket, Key = key, ByteRange = range };
            using var answer = await bucket.AskAsync("s3:GetObject", key, S3Bucket.IsAbsent, s3 => s3.GetObjectAsync(request, stop), stop);
            if (answer is null)
            {
                return null;
            }

            try
            {
                var content = await BodyAsync(answer, linked.Token);
                if (range is not null || answer.Metadata[ContentHash.Name] is not { Length: > 0 } hash || hash == ContentHash.Of(content))
                {
                    return content;
                }

                throw new IOException("It is not what was written: the hash stored with it differs.");
            }
            catch (Exception failure) when (S3Bucket.IsOfTheServer(failure, stop))
            {
                if (!await bucket.MayTryAgainAsync(tries, stop))
                {
                    throw failure is IOException and not HttpIOException
                        ? new LakeException($"s3://{bucket.Address.Bucket}/{key} at {bucket.Address.Server} cannot be read, however often it was tried. {failure.Message}", failure)
                        : S3Failure.Of(failure, bucket.Address, "s3:GetObject", key);
                }
            }
        }
    }

    private static async Task<byte[]> BodyAsync(GetObjectResponse answer, CancellationToken stop)
    {
        var promised = answer.ContentLength;
        using var body = new MemoryStream(checked((int)Math.Max(promised, 0)));
        await answer.ResponseStream.CopyToAsync(body, stop);
        return promised >= 0 && body.Length != promised ? throw new IOException($"{body.Length} of {promised} bytes arrived.")
            : body.Capacity == body.Length ? body.GetBuffer() : body.ToArray();
    }
}
