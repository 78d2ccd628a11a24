using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3.Model;
using Colloquy.Sources;

namespace Colloquy.S3;

/// <summary>Tests every operation that the lake needs, on a small object under the prefix.</summary>
internal sealed class Examination(S3Bucket bucket, ConditionalWrites conditional)
{
    private const string Part = "bucket";

    // Servers reject requests that are 15 minutes off. A difference of half a minute means that nobody sets the clock.
    private static readonly TimeSpan MuchSkew = TimeSpan.FromSeconds(30);

    private readonly string probe = bucket.Address.Key(".colloquy/doctor");

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var check in (Func<CancellationToken, Task<Finding>>[])[
            ListAsync, WriteAsync, ReadAsync, DeleteAsync, ConditionAsync, UploadsAsync])
        {
            var finding = await TryAsync(check, cancellationToken);
            yield return finding;
            if (finding.Health == Health.Broken)
            {
                yield break;
            }
        }
    }

    private static async Task<Finding> TryAsync(Func<CancellationToken, Task<Finding>> check, CancellationToken cancellationToken)
    {
        try
        {
            return await check(cancellationToken);
        }
        catch (LakeException failure)
        {
            return new Finding(Health.Broken, Part, failure.Message);
        }
    }

    private async Task<Finding> ListAsync(CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = bucket.Address.Bucket, Prefix = bucket.Address.Key(""), MaxKeys = 1 };
        await bucket.AskAsync("s3:ListBucket", request.Prefix, s3 => s3.ListObjectsV2Async(request, cancellationToken), cancellationToken);
        return new Finding(Health.Good, Part, $"{bucket.Address.Location} at {bucket.Address.Server} is reachable and can be listed");
    }

    private async Task<Finding> WriteAsync(CancellationToken cancellationToken)
    {
        var before = bucket.Clock.GetUtcNow();
        var put = bucket.NewPut(probe, ReadOnlyMemory<byte>.Empty, ContentHash.Of(ReadOnlyMemory<byte>.Empty));
        await bucket.AskAsync("s3:PutObject", probe, s3 => s3.PutObjectAsync(put, cancellationToken), cancellationToken);
        var there = await bucket.FindAsync(probe, cancellationToken);
        if (there?.LastModified is not { } written)
        {
            return new Finding(
                Health.Broken, Part, $"the object written to {probe} cannot be found; the server must be read-after-write consistent");
        }

        var skew = written.ToUniversalTime() - before.UtcDateTime;
        return skew.Duration() > MuchSkew
            ? new Finding(
                Health.Doubtful,
                Part,
                $"objects can be written, but the server's clock differs from this machine's by {skew.TotalSeconds:F0} s; synchronise the "
                + "clock (NTP): from 15 minutes on requests are rejected")
            : new Finding(Health.Good, Part, "objects can be written; the server's clock agrees with this machine's");
    }

    private async Task<Finding> ReadAsync(CancellationToken cancellationToken) =>
        await VerifiedReading.ReadAsync(bucket, probe, null, cancellationToken) is { Length: 0 }
        ? new Finding(Health.Good, Part, "objects can be read")
        : new Finding(Health.Broken, Part, $"the object read from {probe} is not the one written; check for a cache or a proxy in between");

    private async Task<Finding> DeleteAsync(CancellationToken cancellationToken)
    {
        await bucket.AskAsync(
            "s3:DeleteObject", probe, s3 => s3.DeleteObjectAsync(bucket.Address.Bucket, probe, cancellationToken), cancellationToken);
        return new Finding(Health.Good, Part, "objects can be deleted");
    }

    private async Task<Finding> ConditionAsync(CancellationToken cancellationToken) => await conditional.WorkAsync(cancellationToken)
        ? new Finding(
            Health.Good, Part, "supports conditional writes (If-None-Match), so writers cannot overwrite each other's commits")
        : new Finding(
            Health.Doubtful,
            Part,
            "does not support conditional writes (If-None-Match). Use a server that does, or write this lake from one home folder only, "
            + "whose lease allows one run at a time");

    private async Task<Finding> UploadsAsync(CancellationToken cancellationToken)
    {
        var request = new ListMultipartUploadsRequest
        {
            BucketName = bucket.Address.Bucket,
            Prefix = bucket.Address.Key(""),
            MaxUploads = 1,
        };
        try
        {
            await bucket.AskAsync(
                "s3:ListBucketMultipartUploads", request.Prefix, s3 => s3.ListMultipartUploadsAsync(request, cancellationToken),
                cancellationToken);
            return new Finding(Health.Good, Part, "unfinished uploads can be listed, so those of killed runs are deleted");
        }
        catch (LakeException refused) when (refused.InnerException is AmazonServiceException answer && S3Bucket.IsRefused(answer))
        {
            return new Finding(
                Health.Doubtful,
                Part,
                "unfinished uploads cannot be listed (s3:ListBucketMultipartUploads): add a lifecycle rule to the bucket that deletes them "
                + "after some days");
        }
    }
}
