using Amazon.Runtime;
using Amazon.S3;
using Colloquy.Configuration;

namespace Colloquy.S3;

/// <summary>Creates the SDK's client.</summary>
internal static class S3Client
{
    // While a person is waiting, two retries are enough for a response such as 503. A server that does not respond is not retried at all.
    private const int FewRetries = 2;

    /// <exception cref="LakeException">The profile cannot be used.</exception>
    public static AmazonS3Client Open(S3Options options, AwsProfile profile, TimeProvider clock)
    {
        if (!profile.Problems.IsEmpty)
        {
            throw new LakeException(string.Join(' ', profile.Problems));
        }

        var region = S3Address.RegionOf(options, profile);
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle,
            AuthenticationRegion = region,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = options.Patience is null ? options.MaxRetries : Math.Min(options.MaxRetries, FewRetries),
            HttpClientFactory = new WholeAnswers.Factory(options.Timeout, options.Patience, clock),

            // Many servers other than AWS reject the SDK's default, checksums in a trailer. Instead, whole bodies are signed, which every
            // server verifies, and reads are compared with the checksum stored in the metadata.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        }

        if (options is { Credentials: null, Profile: { } name })
        {
            config.Profile = new Amazon.Profile(name);
        }

        return options.Credentials switch
        {
            { SessionToken: { } token } known =>
                new AmazonS3Client(new SessionAWSCredentials(known.AccessKey.Value, known.SecretKey.Value, token.Value), config),
            { } known => new AmazonS3Client(new BasicAWSCredentials(known.AccessKey.Value, known.SecretKey.Value), config),
            null => new AmazonS3Client(config),
        };
    }
}
