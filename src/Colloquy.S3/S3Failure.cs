using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;

namespace Colloquy.S3;

/// <summary>What the SDK throws, as an error that says what, where and what to do.</summary>
internal static class S3Failure
{
    /// <param name="right">What was asked for, by the name of the right that it needs: <c>s3:PutObject</c>.</param>
    /// <param name="key">As the bucket knows it; empty for the bucket.</param>
    public static LakeException Of(Exception failure, S3Address address, string right, string key)
    {
        var what = $"{right} on s3://{address.Bucket}/{key} at {address.Server}";
        return new LakeException(
            failure switch
            {
                AmazonServiceException { ErrorCode: { Length: > 0 } code } answer => Answer(answer, code, address, what),
                _ when Find<ProcessAWSCredentialException>(failure) is not null =>
                    $"{what} failed: the credential_process of the profile did not give credentials. Run its command by hand, correct it, then run again.",
                _ when failure.Message.Contains("SSO", StringComparison.Ordinal) =>
                    $"{what} failed: there is no valid session of IAM Identity Center for the profile. Run aws sso login with the profile, then run again.",
                _ when failure.Message.Contains("AssumeRole", StringComparison.Ordinal) || failure.Message.Contains("WebIdentity", StringComparison.Ordinal) =>
                    $"{what} failed: the role of the profile could not be assumed{Reason(failure)}. Check its role_arn, the credentials that it starts from, and that AWS STS can be reached; then run again.",
                _ when Find<TimeoutException>(failure) is not null || failure is OperationCanceledException =>
                    $"{what} was not answered in time. Check S3_ENDPOINT_URL, S3_BUCKET and the network, and whether the server is overloaded; then run again.",
                _ when Find<AuthenticationException>(failure) is { } tls => $"{what} failed: the server's certificate is not accepted ({tls.Message}). Correct S3_ENDPOINT_URL or trust its certificate.",
                _ when Find<SocketException>(failure) is { } line => $"{what} failed: the server cannot be reached ({line.SocketErrorCode}). Check S3_ENDPOINT_URL, the network and the server, then run again.",
                _ when Find<HttpRequestException>(failure) is not null || Find<IOException>(failure) is not null =>
                    $"{what} failed: the connection broke again and again. Check the network and the server, then run again.",
                _ when failure is AmazonClientException && (failure.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) || failure.Message.Contains("profile", StringComparison.OrdinalIgnoreCase)) =>
                    $"{what} failed: no credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or AWS_PROFILE, or run where the machine or container has a role.",
                _ => $"{what} failed: {failure.Message}",
            },
            failure);
    }

    private static string Reason(Exception failure) =>
        Find<AmazonServiceException>(failure) is { ErrorCode: { Length: > 0 } code } ? $" ({code})"
        : Find<SocketException>(failure) is { } line ? $" ({line.SocketErrorCode})"
        : Find<FileNotFoundException>(failure) is not null ? " (its web_identity_token_file is not there)" : "";

    private static string Answer(AmazonServiceException answer, string code, S3Address address, string what) => code switch
    {
        "NoSuchBucket" => $"There is no bucket {address.Bucket} at {address.Server}. Create it, or correct S3_BUCKET, S3_ENDPOINT_URL or AWS_REGION.",
        "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" or "InvalidSecurity" or "NotSignedUp" =>
            $"{address.Server} does not accept the credentials ({code}). Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN where it is used.",
        "ExpiredToken" or "TokenRefreshRequired" or "RequestExpired" => $"The credentials for {address.Server} have expired ({code}). Renew them, then run again.",
        "RequestTimeTooSkewed" => $"{address.Server} refuses requests because this machine's clock and its own differ by too much ({code}). Set the clock, best by NTP.",
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "TemporaryRedirect" or "IllegalLocationConstraintException" =>
            $"The bucket {address.Bucket} is in another region than {address.Server} ({code}). Set AWS_REGION to the bucket's.",
        "InvalidStorageClass" => $"{address.Server} does not have the storage class ({code}). Correct COLLOQUY_S3_STORAGE_CLASS.",
        "XAmzContentSHA256Mismatch" or "BadDigest" => $"{what}: what was sent arrived changed ({code}), however often it was tried. Look for a proxy between that changes requests.",
        "QuotaExceeded" or "EntityTooLarge" or "XMinioStorageFull" => $"{what} is refused for lack of room ({code}). Make room or raise the quota, then run again.",
        _ when code.StartsWith("KMS", StringComparison.OrdinalIgnoreCase) || code.Contains("Encryption", StringComparison.OrdinalIgnoreCase) =>
            $"{what} is refused for its encryption ({code}). Correct COLLOQUY_S3_ENCRYPTION, or allow the credentials to use the key.",
        _ when answer.StatusCode == HttpStatusCode.Forbidden => $"{what} is not allowed ({code}). Give the credentials the right {what[..what.IndexOf(' ', StringComparison.Ordinal)]}; docs/lake.md has a policy.",
        _ when answer.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
            $"{what} was answered {(int)answer.StatusCode} {code} however often it was tried. Wait until the server is well, then run again.",
        _ => $"{what} was answered {(int)answer.StatusCode} {code}: {answer.Message}",
    };

    private static T? Find<T>(Exception failure)
        where T : Exception
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException!)
        {
            if (inner is T found)
            {
                return found;
            }
        }

        return null;
    }
}
