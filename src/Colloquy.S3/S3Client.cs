using Amazon.Runtime;
using Amazon.S3;
using Colloquy.Configuration;

namespace Colloquy.S3;

/// <summary>The SDK's client as this lake needs it.</summary>
internal static class S3Client
{
    public static AmazonS3Client Open(S3Options options, TimeProvider clock)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle,
            AuthenticationRegion = options.Region,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = options.MaxRetries,
            HttpClientFactory = new WholeAnswers.Factory(options.Timeout, clock),

            // The SDK's own choice, checksums behind the body, is refused by many servers that are not AWS. Bodies are signed whole instead, which every server
            // verifies, and what is read is compared with the hash that was stored beside it.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        }

        if (options is { Credentials: null, Profile: { } profile })
        {
            config.Profile = new Amazon.Profile(profile);
        }

        return options.Credentials switch
        {
            { SessionToken: { } token } known => new AmazonS3Client(new SessionAWSCredentials(known.AccessKey.Value, known.SecretKey.Value, token.Value), config),
            { } known => new AmazonS3Client(new BasicAWSCredentials(known.AccessKey.Value, known.SecretKey.Value), config),
            null => new AmazonS3Client(config),
        };
    }
}
