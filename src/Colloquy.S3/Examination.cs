using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3.Model;
using Colloquy.Sources;

namespace Colloquy.S3;

/// <summary>Does a little of everything that the lake asks of the bucket, under the prefix.</summary>
internal sealed class Examination(S3Bucket bucket, ConditionalWrites conditional)
{
    private const string Part = "bucket";

    // Servers refuse requests that are a quarter of an hour off; who is half a minute off has a clock that nobody sets.
    private static readonly TimeSpan MuchSkew = TimeSpan.FromSeconds(30);

    private readonly string probe = bucket.Address.Key(".colloquy/doctor");

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var check in (Func<CancellationToken, Task<Finding>>[])[ListAsync, WriteAsync, ReadAsync, DeleteAsync, ConditionAsync, UploadsAsync])
        {
            var finding = await TryAsync(check, stop);
            yield return finding;
            if (finding.Health == Health.Broken)
            {
                yield break;
            }
        }
    }

    private static async Task<Finding> TryAsync(Func<CancellationToken, Task<Finding>> check, CancellationToken stop)
    {
        try
        {
            return await check(stop);
        }
        catch (LakeException failure)
        {
            return new Finding(Health.Broken, Part, failure.Message);
        }
    }

    private async Task<Finding> ListAsync(CancellationToken stop)
    {
        var request = new ListObjectsV2Request { BucketName = bucket.Address.Bucket, Prefix = bucket.Address.Key(""), MaxKeys = 1 };
        await bucket.AskAsync("s3:ListBucket", request.Prefix, s3 => s3.ListObjectsV2Async(request, stop), stop);
        return new Finding(Health.Good, Part, $"{bucket.Address.Location} at {bucket.Address.Server} answers and may be listed");
    }

    private async Task<Finding> WriteAsync(CancellationToken stop)
    {
        var before = bucket.Clock.GetUtcNow();
        var put = bucket.NewPut(probe, ReadOnlyMemory<byte>.Empty, ContentHash.Of(ReadOnlyMemory<byte>.Empty));
        await bucket.AskAsync("s3:PutObject", probe, s3 => s3.PutObjectAsync(put, stop), stop);
        var there = await bucket.FindAsync(probe, stop);
        if (there?.LastModified is not { } written)
        {
            return new Finding(Health.Broken, Part, $"what was written to {probe} is not there; the server must show at once what it has taken");
        }

        var skew = written.ToUniversalTime() - before.UtcDateTime;
        return skew.Duration() > MuchSkew
            ? new Finding(Health.Doubtful, Part, $"may be written; its clock differs from this machine's by {skew.TotalSeconds:F0} s, set the clock, best by NTP: from 15 minutes on requests are refused")
            : new Finding(Health.Good, Part, "may be written; its clock agrees with this machine's");
    }

    private async Task<Finding> ReadAsync(CancellationToken stop) => await VerifiedReading.ReadAsync(bucket, probe, null, stop) is { Length: 0 }
        ? new Finding(Health.Good, Part, "may be read")
        : new Finding(Health.Broken, Part, $"what was written to {probe} is not what is read; look for a cache or a proxy in between");

    private async Task<Finding> DeleteAsync(CancellationToken stop)
    {
        await bucket.AskAsync("s3:DeleteObject", probe, s3 => s3.DeleteObjectAsync(bucket.Address.Bucket, probe, stop), stop);
        return new Finding(Health.Good, Part, "objects may be deleted");
    }

    private async Task<Finding> ConditionAsync(CancellationToken stop) => await conditional.WorkAsync(stop)
        ? new Finding(Health.Good, Part, "creates an object only where there is none (If-None-Match), so writers cannot undo each other's commits")
        : new Finding(
            Health.Doubtful, Part, "overlooks If-None-Match: it cannot tell who was first. Let one home folder write this lake, whose lease lets one run at a time, or use a server that knows it");

    private async Task<Finding> UploadsAsync(CancellationToken stop)
    {
        var request = new ListMultipartUploadsRequest { BucketName = bucket.Address.Bucket, Prefix = bucket.Address.Key(""), MaxUploads = 1 };
        try
        {
            await bucket.AskAsync("s3:ListBucketMultipartUploads", request.Prefix, s3 => s3.ListMultipartUploadsAsync(request, stop), stop);
            return new Finding(Health.Good, Part, "unfinished uploads may be listed, so that those of killed runs are removed");
        }
        catch (LakeException refused) when (refused.InnerException is AmazonServiceException answer && S3Bucket.IsRefused(answer))
        {
            return new Finding(Health.Doubtful, Part, "unfinished uploads may not be listed (s3:ListBucketMultipartUploads): set a rule of the bucket that removes them after some days");
        }
    }
}
