using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;

namespace Colloquy.S3;

/// <summary>Turns exceptions of the SDK into errors that say what, where and what to do.</summary>
internal static class S3Failure
{
    /// <param name="right">The failed operation, named by the permission it needs: <c>s3:PutObject</c>.</param>
    /// <param name="key">Key in the bucket; empty for the bucket itself.</param>
    public static LakeException Of(Exception failure, S3Address address, string right, string key)
    {
        var what = $"{right} on s3://{address.Bucket}/{key} at {address.Server}";
        return new LakeException(
            failure switch
            {
                AmazonServiceException { ErrorCode: { Length: > 0 } code } answer => Answer(answer, code, address, what),
                _ when Find<ProcessAWSCredentialException>(failure) is not null =>
                    $"{what} failed: the credential_process of the profile returned no credentials. Test and fix its command, then run "
                    + "again.",
                _ when failure.Message.Contains("SSO", StringComparison.Ordinal) =>
                    $"{what} failed: there is no valid session of IAM Identity Center for the profile. Run aws sso login with the profile, "
                    + "then run again.",
                _ when failure.Message.Contains("AssumeRole", StringComparison.Ordinal)
                    || failure.Message.Contains("WebIdentity", StringComparison.Ordinal) =>
                    $"{what} failed: the role of the profile could not be assumed{Reason(failure)}. Check its role_arn, its source "
                    + "credentials and that AWS STS is reachable; then run again.",
                _ when Find<TimeoutException>(failure) is not null || failure is OperationCanceledException =>
                    $"{what} timed out. Check S3_ENDPOINT_URL, S3_BUCKET, the network and the load of the server; then run again.",
                _ when Find<AuthenticationException>(failure) is { } tls =>
                    $"{what} failed: the server's certificate is not trusted ({tls.Message}). Correct S3_ENDPOINT_URL or trust the "
                    + "certificate.",
                _ when Find<SocketException>(failure) is { } line =>
                    $"{what} failed: the server cannot be reached ({line.SocketErrorCode}). Check S3_ENDPOINT_URL, the network and the "
                    + "server, then run again.",
                _ when Find<HttpRequestException>(failure) is not null || Find<IOException>(failure) is not null =>
                    $"{what} failed: the connection was lost repeatedly. Check the network and the server, then run again.",
                _ when failure is AmazonClientException
                    && (failure.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase)
                    || failure.Message.Contains("profile", StringComparison.OrdinalIgnoreCase)) =>
                    $"{what} failed: no credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run on "
                    + "a machine or in a container with a role.",
                _ => $"{what} failed: {failure.Message}",
            },
            failure);
    }

    private static string Reason(Exception failure) =>
        Find<AmazonServiceException>(failure) is { ErrorCode: { Length: > 0 } code } ? $" ({code})"
        : Find<SocketException>(failure) is { } line ? $" ({line.SocketErrorCode})"
        : Find<FileNotFoundException>(failure) is not null ? " (its web_identity_token_file does not exist)" : "";

    private static string Answer(AmazonServiceException answer, string code, S3Address address, string what) => code switch
    {
        "NoSuchBucket" =>
            $"There is no bucket {address.Bucket} at {address.Server}. Create it, or correct S3_BUCKET, S3_ENDPOINT_URL or AWS_REGION.",
        "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" or "InvalidSecurity" or "NotSignedUp" =>
            $"{address.Server} rejected the credentials ({code}). Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, if used, "
            + "AWS_SESSION_TOKEN.",
        "ExpiredToken" or "TokenRefreshRequired" or "RequestExpired" =>
            $"The credentials for {address.Server} have expired ({code}). Renew them, then run again.",
        "RequestTimeTooSkewed" =>
            $"{address.Server} rejects requests because its clock and this machine's differ too much ({code}). Synchronise the clock "
            + "(NTP).",
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "TemporaryRedirect" or "IllegalLocationConstraintException" =>
            $"The bucket {address.Bucket} is in another region than {address.Server} ({code}). Set AWS_REGION to the bucket's.",
        "InvalidStorageClass" => $"{address.Server} does not have the storage class ({code}). Correct COLLOQUY_S3_STORAGE_CLASS.",
        "XAmzContentSHA256Mismatch" or "BadDigest" =>
            $"{what}: the data was changed on the way ({code}), in every attempt. Check for a proxy that changes requests.",
        "QuotaExceeded" or "EntityTooLarge" or "XMinioStorageFull" =>
            $"{what} failed: the storage is full ({code}). Free space or raise the quota, then run again.",
        _ when code.StartsWith("KMS", StringComparison.OrdinalIgnoreCase)
            || code.Contains("Encryption", StringComparison.OrdinalIgnoreCase) =>
            $"{what} failed because of the encryption ({code}). Correct COLLOQUY_S3_ENCRYPTION, or allow the credentials to use the key.",
        _ when answer.StatusCode == HttpStatusCode.Forbidden =>
            $"{what} is not allowed ({code}). Grant the permission {what[..what.IndexOf(' ', StringComparison.Ordinal)]}; docs/lake.md has "
            + "a policy.",
        _ when answer.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
            $"{what} failed with {(int)answer.StatusCode} {code} in every attempt. Wait until the server has recovered, then run again.",
        _ => $"{what} failed with {(int)answer.StatusCode} {code}: {answer.Message}",
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
