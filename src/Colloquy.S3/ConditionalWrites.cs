using System.Net;
using Amazon.Runtime;
using Amazon.S3.Model;

namespace Colloquy.S3;

/// <summary>
/// Creates objects with a conditional write, so that the server decides which of two writers was first. A server that ignores the condition
/// would let both commit the same version, so this is tested once.
/// </summary>
internal sealed class ConditionalWrites(S3Bucket bucket) : IDisposable
{
    /// <summary>An empty object that is kept: creating it again must fail.</summary>
    private const string Probe = ".colloquy/conditional-writes";

    private readonly SemaphoreSlim asking = new(1);
    private bool? work;

    /// <summary>Whether the server refuses to create an existing object.</summary>
    public async Task<bool> WorkAsync(CancellationToken cancellationToken)
    {
        await asking.WaitAsync(cancellationToken);
        try
        {
            return work ??= await TryProbeAsync(cancellationToken);
        }
        finally
        {
            asking.Release();
        }
    }

    /// <returns>False if the key is taken.</returns>
    public async Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (await WorkAsync(cancellationToken))
        {
            return await CreateAsync(key, content, cancellationToken) == Created.Done;
        }

        // The store's lease already allows only one run at a time. This is for runs that follow each other.
        var put = bucket.NewPut(key, content, ContentHash.Of(content));
        if (await bucket.FindAsync(key, cancellationToken) is not null)
        {
            return false;
        }

        await bucket.AskAsync("s3:PutObject", key, s3 => s3.PutObjectAsync(put, cancellationToken), cancellationToken);
        return true;
    }

    /// <summary>Writes an object if the key is free, as far as the server honours the condition.</summary>
    /// <returns>False if the key is taken, or the server does not support conditions.</returns>
    public async Task<bool> TryPutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await CreateAsync(key, content, cancellationToken) == Created.Done;

    public void Dispose() => asking.Dispose();

    private async Task<bool> TryProbeAsync(CancellationToken cancellationToken)
    {
        var key = bucket.Address.Key(Probe);
        var first = await CreateAsync(key, ReadOnlyMemory<byte>.Empty, cancellationToken);
        return (first == Created.Done ? await CreateAsync(key, ReadOnlyMemory<byte>.Empty, cancellationToken) : first) == Created.Taken;
    }

    private async Task<Created> CreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var hash = ContentHash.Of(content);
        for (var tries = 1; ; tries++)
        {
            PutObjectRequest put = bucket.NewPut(key, content, hash);
            put.IfNoneMatch = "*";
            try
            {
                await bucket.AskAsync("s3:PutObject", key, s3 => s3.PutObjectAsync(put, cancellationToken), cancellationToken);
                return Created.Done;
            }
            catch (LakeException failure) when (failure.InnerException is AmazonServiceException answer && Meaning(answer) is { } meaning)
            {
                if (meaning != Created.Undecided)
                {
                    return meaning;
                }

                if (!await bucket.MayTryAgainAsync(tries, cancellationToken))
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
        /// <summary>Another writer of the key was active.</summary>
        Undecided,
        NotUnderstood,
    }
}
