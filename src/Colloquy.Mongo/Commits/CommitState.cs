using Colloquy.Mongo.Documents;

namespace Colloquy.Mongo.Commits;

/// <summary>
/// The one document that says what is committed. A writer takes an epoch; commits are numbered within it, so that a number tells its writer, and grow over all epochs.
/// </summary>
/// <param name="Commit">Number of the last commit.</param>
/// <param name="Burned">Numbers that were given out and never committed: those of writers that died, or were overtaken.</param>
/// <param name="Seen">The tally of first sightings, by table.</param>
/// <param name="Applied">Number of the last commit whose changes are made, with all before it.</param>
/// <param name="JournalDocuments">Documents of the journal of the commits after it; 0 when they are made.</param>
/// <param name="IsClean">The writer of the epoch left nothing undone.</param>
internal sealed record CommitState(
    long Epoch,
    long Commit,
    long Applied,
    ImmutableArray<NumberRange> Burned,
    ImmutableDictionary<SourceTable, long> Seen,
    int JournalDocuments,
    bool IsClean)
{
    public const string Id = "state";

    /// <summary>Schema 1 had end users that were not sealed.</summary>
    public const int Schema = 2;
    private const int NumberBits = 32;

    public static long FirstNumber(long epoch) => epoch << NumberBits;

    /// <summary>Whether what was first written with this number is part of a conversation that was last committed with that one.</summary>
    public bool IsCommitted(long number, long conversation) => number <= conversation && !Burned.Any(range => range.Contains(number));

    /// <summary>The tally after a commit.</summary>
    /// <param name="rows">By how much that of each table grows.</param>
    public ImmutableDictionary<SourceTable, long> SeenAfter(IReadOnlyDictionary<SourceTable, long> rows) =>
        Seen.SetItems(rows.Select(table => KeyValuePair.Create(table.Key, Seen[table.Key] + table.Value)));

    public static CommitState Of(BsonDocument from) => new(
        from.Count("epoch"),
        from.Count("commit"),
        from.Count("applied"),
        [.. from["burned"].AsBsonArray.Select(range => new NumberRange(range["after"].ToInt64(), range["until"].ToInt64()))],
        Enum.GetValues<SourceTable>().ToImmutableDictionary(table => table, table => from["seen"].AsBsonDocument.Count(table.Name())),
        from.Int("journal") ?? 0,
        from.Is("clean"));

    public static BsonDocument New() => new()
    {
        { "_id", Id },
        { "schema", Schema },
        { "store", Guid.NewGuid().ToString("N") },
        { "epoch", 0L },
        { "commit", 0L },
        { "applied", 0L },
        { "burned", new BsonArray() },
        { "seen", new BsonDocument() },
        { "journal", 0 },
        { "clean", true },
        { "runs", 0L },
    };
}

/// <summary>Numbers after the first and before the last.</summary>
internal readonly record struct NumberRange(long After, long Until)
{
    public bool Contains(long number) => number > After && number < Until;

    public BsonDocument ToBson() => new() { { "after", After }, { "until", Until } };
}
