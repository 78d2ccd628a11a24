using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// Tells failures that pass from those that stay, and says of the latter what, where and what to do next. The driver's own messages are not passed on: they hold connection
/// strings and values.
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

    // Network, elections, shutdowns, and a request rate that a hosted service limits.
    private static readonly HashSet<int> Passing =
        [6, 7, 43, 50, 64, 89, 91, 112, 133, 134, 189, 262, 317, 9001, 10107, 11600, 11602, 13388, 13435, 13436, 16500, 24];

    public static bool IsPassing(Exception failure) => failure switch
    {
        MongoAuthenticationException => false,
        MongoConnectionException or MongoConnectionPoolPausedException or MongoNotPrimaryException or MongoNodeIsRecoveringException or MongoCursorNotFoundException
            or MongoExecutionTimeoutException or MongoWaitQueueFullException or TimeoutException => true,
        MongoWriteException write => write.WriteConcernError is { } concern ? Passing.Contains(concern.Code) : write.WriteError is { } error && Passing.Contains(error.Code),
        MongoBulkWriteException bulk => (bulk.WriteConcernError is { } concern && Passing.Contains(concern.Code)) || bulk.WriteErrors.Any(e => Passing.Contains(e.Code)),
        MongoCommandException command => Passing.Contains(command.Code) || command.HasErrorLabel("RetryableWriteError"),
        _ => false,
    };

    /// <summary>The server does not know what was asked, as services that are compatible only in parts say it.</summary>
    public static bool IsUnsupported(MongoCommandException failure) => failure.Code is CommandNotFound or CommandNotSupported or NotImplemented;

    public static bool IsTaken(MongoCommandException failure) => failure.Code == NamespaceExists;

    /// <summary>The document itself is what the server refuses; every other try would end the same.</summary>
    public static bool IsOfDocument(int code) => code is DocumentValidation or DocumentTooLarge or 2 or 17280 or 17419;

    public static StoreException Explain(Exception failure, string location) => new(
        failure switch
        {
            MongoAuthenticationException => $"{location} refuses the user or the password. Check MONGODB_URI; a user of another database needs ?authSource=NAME.",
            MongoCommandException { Code: Unauthorized } => $"The user of MONGODB_URI may not do what is needed in {location}. Grant it readWrite and dbAdmin on this database.",
            MongoCommandException { Code: AuthenticationFailed } => $"{location} refuses the user or the password. Check MONGODB_URI.",
            TimeoutException => $"{location} does not answer. Check that MongoDB runs there, that the network lets it through, and MONGODB_URI.",
            MongoConnectionException => $"The connection to {location} broke and could not be made again. Nothing is lost; run again when MongoDB is back.",
            MongoCommandException command => $"{location} failed with {command.CodeName} ({command.Code}) at the command {command.Command?.FirstOrDefault().Name}.",
            MongoBulkWriteException { WriteErrors: [var error, ..] } => $"{location} refused a write with code {error.Code}.",
            MongoBulkWriteException { WriteConcernError: { } concern } => $"{location} could not confirm a write: {concern.CodeName} ({concern.Code}). Check the replica set.",
            MongoWriteException { WriteError: { } error } => $"{location} refused a write with code {error.Code}.",
            _ => $"{location} failed: {failure.GetType().Name}.",
        });
}
