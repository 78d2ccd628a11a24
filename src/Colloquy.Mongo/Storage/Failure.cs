using System.Net.Sockets;
using System.Security.Authentication;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// Distinguishes transient errors from permanent ones, and translates the latter into messages that say what failed, where, and what
/// to do next. The driver's own messages are not passed on, because they contain connection strings and values.
/// </summary>
internal static class Failure
{
    public const int DuplicateKey = 11000;
    private const int Unauthorized = 13;
    private const int AuthenticationFailed = 18;
    private const int NamespaceExists = 48;
    private const int CommandNotFound = 59;
    private const int CommandNotSupported = 115;
    private const int DocumentValidation = 121;
    private const int NotImplemented = 238;
    private const int DocumentTooLarge = 10334;

    // Network errors, elections, shutdowns, and rate limits of hosted services.
    private static readonly HashSet<int> Transient =
        [6, 7, 43, 50, 64, 89, 91, 112, 133, 134, 189, 262, 317, 9001, 10107, 11600, 11602, 13388, 13435, 13436, 16500, 24];

    public static bool IsTransient(Exception failure) => failure switch
    {
        MongoAuthenticationException => false,
        MongoConnectionException or MongoConnectionPoolPausedException or MongoNotPrimaryException or MongoNodeIsRecoveringException
            or MongoCursorNotFoundException or MongoExecutionTimeoutException or MongoWaitQueueFullException or TimeoutException => true,
        MongoWriteException write => write.WriteConcernError is { } concern
            ? Transient.Contains(concern.Code)
            : write.WriteError is { } error && Transient.Contains(error.Code),
        MongoBulkWriteException bulk => (bulk.WriteConcernError is { } concern && Transient.Contains(concern.Code))
            || bulk.WriteErrors.Any(e => Transient.Contains(e.Code)),
        MongoCommandException command => Transient.Contains(command.Code) || command.HasErrorLabel("RetryableWriteError"),
        _ => false,
    };

    /// <summary>The server does not support the command, as reported by partially compatible services.</summary>
    public static bool IsUnsupported(MongoCommandException failure) =>
        failure.Code is CommandNotFound or CommandNotSupported or NotImplemented;

    public static bool IsTaken(MongoCommandException failure) => failure.Code == NamespaceExists;

    /// <summary>The server refuses the document itself; a retry would fail again.</summary>
    public static bool IsOfDocument(int code) => code is DocumentValidation or DocumentTooLarge or 2 or 17280 or 17419;

    /// <param name="cluster">The driver's view of the servers, which tells why one cannot be reached.</param>
    public static StoreException Explain(Exception failure, string location, ClusterDescription cluster) => failure switch
    {
        MongoAuthenticationException or MongoCommandException { Code: AuthenticationFailed } => Refused(
            $"{location} refuses the user or the password. Check MONGODB_URI; a user of another database needs ?authSource=NAME."),
        MongoCommandException { Code: Unauthorized } => Refused(
            $"The user of MONGODB_URI may not do what is needed in {location}. Grant it readWrite and dbAdmin on this database."),
        TimeoutException => new StoreException(
            $"{location} does not answer{Reason(cluster)}. "
            + "Check that MongoDB is running there, that the network allows the connection, and MONGODB_URI."),
        MongoConnectionException => new StoreException(
            $"The connection to {location} was lost and could not be restored. No data is lost; run again when MongoDB is available."),
        MongoCommandException command => new StoreException(
            $"{location} failed with {command.CodeName} ({command.Code}) at the command {command.Command?.FirstOrDefault().Name}."),
        MongoBulkWriteException { WriteErrors: [var error, ..] } => new StoreException(
            $"{location} refused a write with code {error.Code}."),
        MongoBulkWriteException { WriteConcernError: { } concern } => new StoreException(
            $"{location} could not confirm a write: {concern.CodeName} ({concern.Code}). Check the replica set."),
        MongoWriteException { WriteError: { } error } => new StoreException($"{location} refused a write with code {error.Code}."),
        _ => new StoreException($"{location} failed: {failure.GetType().Name}."),
    };

    private static StoreException Refused(string message) => new(message) { NeedsChange = true };

    // The driver's own messages contain addresses and more. The kind of error is enough.
    private static string Reason(ClusterDescription cluster)
    {
        var causes = cluster.Servers.Select(server => server.HeartbeatException)
            .Append(cluster.DnsMonitorException)
            .OfType<Exception>()
            .SelectMany(Chain)
            .ToList();
        return causes switch
        {
            _ when causes.OfType<AuthenticationException>().Any() => ": its TLS certificate or the TLS handshake was refused",
            _ when causes.OfType<SocketException>().FirstOrDefault() is { } socket => $": {Text(socket.SocketErrorCode)}",
            _ when cluster.DnsMonitorException is not null || cluster.Servers.Count == 0 => ": its name has no SRV record in the DNS",
            _ => " in time",
        };
    }

    private static string Text(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "its name is not known to the DNS",
        SocketError.ConnectionRefused => "the port refuses connections",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the network cannot reach it",
        _ => $"the connection fails ({error})",
    };

    private static IEnumerable<Exception> Chain(Exception failure)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            yield return inner;
        }
    }
}
