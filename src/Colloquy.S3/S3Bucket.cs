using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Colloquy.Configuration;

namespace Colloquy.S3;

/// <summary>Access to the bucket: failures become <see cref="LakeException"/>, and objects are written as the options say.</summary>
internal sealed class S3Bucket : IDisposable
{
    // Infrequent-access storage classes charge every object as if it had at least 128 KB.
    private const int LeastBytesOfClass = 128 * 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly S3Options options;

    // Many commands open a lake without accessing it.
    private readonly Lazy<AmazonS3Client> client;

    public S3Bucket(S3Options options, TimeProvider clock)
    {
        this.options = options;
        Clock = clock;
        var profile = AwsProfile.Of(options);
        Address = S3Address.Of(options, profile);
        client = new Lazy<AmazonS3Client>(() => S3Client.Open(options, profile, clock));
    }

    public S3Address Address { get; }

    public TimeSpan Timeout => options.Timeout;

    public TimeProvider Clock { get; }

    /// <param name="right">The permission needed, such as <c>s3:PutObject</c>, for error messages.</param>
    /// <param name="key">Key in the bucket; empty for the bucket itself.</param>
    public async Task<T> AskAsync<T>(string right, string key, Func<AmazonS3Client, Task<T>> ask, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await ask(client.Value);
        }
        catch (Exception failure) when (IsOfTheServer(failure, cancellationToken))
        {
            throw S3Failure.Of(failure, Address, right, key);
        }
    }

    /// <summary>The same; returns null for an expected error.</summary>
    public async Task<T?> AskAsync<T>(
        string right, string key, Func<AmazonServiceException, bool> isExpected, Func<AmazonS3Client, Task<T>> ask,
        CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await AskAsync(right, key, ask, cancellationToken);
        }
        catch (LakeException failure) when (failure.InnerException is AmazonServiceException answer && isExpected(answer))
        {
            return null;
        }
    }

    /// <summary>Metadata of an object.</summary>
    /// <returns>Null if there is none.</returns>
    public Task<GetObjectMetadataResponse?> FindAsync(string key, CancellationToken cancellationToken) =>
        AskAsync("s3:GetObject", key, IsAbsent, s3 => s3.GetObjectMetadataAsync(options.Bucket, key, cancellationToken), cancellationToken);

    /// <returns>The checksum of the object; null if there is no such object, or another program wrote it.</returns>
    public async Task<string?> HashAsync(string key, CancellationToken cancellationToken) =>
        (await FindAsync(key, cancellationToken))?.Metadata[ContentHash.Name];

    /// <summary>Waits before a retry, with backoff.</summary>
    /// <returns>False if the retries are used up.</returns>
    public async Task<bool> MayTryAgainAsync(int tries, CancellationToken cancellationToken)
    {
        if (tries > options.MaxRetries)
        {
            return false;
        }

        await Task.Delay(
            TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << Math.Min(tries - 1, 20), LongestPause.Ticks)), Clock, cancellationToken);
        return true;
    }

    public static bool IsAbsent(AmazonServiceException answer) =>
        answer.StatusCode == HttpStatusCode.NotFound && answer.ErrorCode != "NoSuchBucket";

    public static bool IsRefused(AmazonServiceException answer) =>
        answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed;

    public static bool IsOfTheServer(Exception failure, CancellationToken cancellationToken) =>
        failure is AmazonServiceException or AmazonClientException or ProcessAWSCredentialException or InvalidOperationException
            or HttpRequestException or TimeoutException or (IOException and not LakeException)
        || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public PutObjectRequest NewPut(string key, ReadOnlyMemory<byte> content, string hash)
    {
        var put = new PutObjectRequest
        {
            BucketName = options.Bucket,
            Key = key,
            InputStream = MemoryContent.Of(content),
            UseChunkEncoding = false,
            DisablePayloadSigning = false,
        };
        put.Metadata[ContentHash.Name] = hash;
        if (Encryption is { } encryption)
        {
            (put.ServerSideEncryptionMethod, put.ServerSideEncryptionKeyManagementServiceKeyId) = (encryption, options.EncryptionKey);
        }

        if (StorageClassOf(content.Length) is { } storageClass)
        {
            put.StorageClass = storageClass;
        }

        return put;
    }

    public InitiateMultipartUploadRequest NewUpload(string key, long length, string hash)
    {
        var upload = new InitiateMultipartUploadRequest { BucketName = options.Bucket, Key = key };
        upload.Metadata[ContentHash.Name] = hash;
        if (Encryption is { } encryption)
        {
            (upload.ServerSideEncryptionMethod, upload.ServerSideEncryptionKeyManagementServiceKeyId) = (encryption, options.EncryptionKey);
        }

        if (StorageClassOf(length) is { } storageClass)
        {
            upload.StorageClass = storageClass;
        }

        return upload;
    }

    public void Dispose()
    {
        if (client.IsValueCreated)
        {
            client.Value.Dispose();
        }
    }

    private ServerSideEncryptionMethod? Encryption => options.Encryption switch
    {
        ServerEncryption.Aes256 => ServerSideEncryptionMethod.AES256,
        ServerEncryption.Kms => ServerSideEncryptionMethod.AWSKMS,
        _ => null,
    };

    private S3StorageClass? StorageClassOf(long length) =>
        options.StorageClass is { } name && length >= LeastBytesOfClass ? S3StorageClass.FindValue(name) : null;
}
