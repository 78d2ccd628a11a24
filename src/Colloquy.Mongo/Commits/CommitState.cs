using Colloquy.Mongo.Documents;

namespace Colloquy.Mongo.Commits;

/// <summary>
/// The state document, which defines what is committed. A writer takes an epoch and numbers its commits within it. Numbers therefore
/// identify their writer, and increase across epochs.
/// </summary>
/// <param name="Commit">Number of the last commit.</param>
/// <param name="Abandoned">Numbers that were never committed, because their writer died or lost the store.</param>
/// <param name="Seen">Tallies of rows ever seen, by table.</param>
/// <param name="Applied">Number of the last commit that is applied, together with all earlier ones.</param>
/// <param name="JournalDocuments">Number of journal documents of later commits; 0 if everything is applied.</param>
/// <param name="IsClean">Whether the writer of the epoch left nothing to do.</param>
internal sealed record CommitState(
    long Epoch,
    long Commit,
    long Applied,
    ImmutableArray<NumberRange> Abandoned,
    ImmutableDictionary<SourceTable, long> Seen,
    int JournalDocuments,
    bool IsClean)
{
    public const string Id = "state";

    /// <summary>In schema 1, end users were not sealed.</summary>
    public const int Schema = 2;
    private const int NumberBits = 32;

    public static long FirstNumber(long epoch) => epoch << NumberBits;

    /// <summary>
    /// Whether a document first written with this commit number belongs to a conversation last committed with the other number.
    /// </summary>
    public bool IsCommitted(long number, long conversation) => number <= conversation && !Abandoned.Any(range => range.Contains(number));

    /// <summary>The tallies after a commit.</summary>
    /// <param name="rows">By how much the tallies grow, by table.</param>
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

/// <summary>The numbers between two numbers, both exclusive.</summary>
internal readonly record struct NumberRange(long After, long Until)
{
    public bool Contains(long number) => number > After && number < Until;

    public BsonDocument ToBson() => new() { { "after", After }, { "until", Until } };
}
