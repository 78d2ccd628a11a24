using System.Net;
using Amazon.Runtime;
using Amazon.S3.Model;

namespace Colloquy.S3;

/// <summary>
/// Creates objects where there are none. The server decides who was first, if it can: one that takes the condition and overlooks it would let two writers commit
/// the same version, so that is tried once.
/// </summary>
internal sealed class ConditionalWrites(S3Bucket bucket) : IDisposable
{
    /// <summary>An empty object that stays: creating it again must be refused.</summary>
    private const string Probe = ".colloquy/conditional-writes";

    private readonly SemaphoreSlim asking = new(1);
    private bool? work;

    /// <summary>Whether the server refuses to create what is there.</summary>
    public async Task<bool> WorkAsync(CancellationToken stop)
    {
        await asking.WaitAsync(stop);
        try
        {
            return work ??= await TryProbeAsync(stop);
        }
        finally
        {
            asking.Release();
        }
    }

    /// <returns>False when the key is taken.</returns>
    public async Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        if (await WorkAsync(stop))
        {
            return await CreateAsync(key, content, stop) == Created.Done;
        }

        // One run at a time writes the lake, by the store's lease; this is for those who come one after the other.
        var put = bucket.NewPut(key, content, ContentHash.Of(content));
        if (await bucket.FindAsync(key, stop) is not null)
        {
            return false;
        }

        await bucket.AskAsync("s3:PutObject", key, s3 => s3.PutObjectAsync(put, stop), stop);
        return true;
    }

    /// <summary>Writes an object if none of its key is there, as far as the server heeds that.</summary>
    /// <returns>False when there is one, or the server does not know conditions.</returns>
    public async Task<bool> TryPutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop) => await CreateAsync(key, content, stop) == Created.Done;

    public void Dispose() => asking.Dispose();

    private async Task<bool> TryProbeAsync(CancellationToken stop)
    {
        var key = bucket.Address.Key(Probe);
        var first = await CreateAsync(key, ReadOnlyMemory<byte>.Empty, stop);
        return (first == Created.Done ? await CreateAsync(key, ReadOnlyMemory<byte>.Empty, stop) : first) == Created.Taken;
    }

    private async Task<Created> CreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        var hash = ContentHash.Of(content);
        for (var tries = 1; ; tries++)
        {
            PutObjectRequest put = bucket.NewPut(key, content, hash);
            put.IfNoneMatch = "*";
            try
            {
                await bucket.AskAsync("s3:PutObject", key, s3 => s3.PutObjectAsync(put, stop), stop);
                return Created.Done;
            }
            catch (LakeException failure) when (failure.InnerException is AmazonServiceException answer && Meaning(answer) is { } meaning)
            {
                if (meaning != Created.Undecided)
                {
                    return meaning;
                }

                if (!await bucket.MayTryAgainAsync(tries, stop))
                {
                    throw;
                }
            }
        }
    }

    private static Created? Meaning(AmazonServiceException answer) => answer switch
    {
        { StatusCode: HttpStatusCode.PreconditionFailed } => Created.Taken,
        { ErrorCode: "ConditionalRequestConflict" } => Created.Undecided,
        { StatusCode: HttpStatusCode.NotImplemented } => Created.NotUnderstood,
        _ => null,
    };

    private enum Created
    {
        Done,
        Taken,
        /// <summary>Another writer of the key was at work.</summary>
        Undecided,
        NotUnderstood,
    }
}
