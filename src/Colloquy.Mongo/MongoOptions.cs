using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Colloquy.Configuration;
using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Stores;

namespace Colloquy.Mongo;

/// <summary>How to reach a MongoDB, and the names that collections have there. The names are those of the origin's variables.</summary>
public sealed record MongoOptions : StoreOptions
{
    /// <summary>A connection string, <c>mongodb://…</c> or <c>mongodb+srv://…</c>.</summary>
    public required Secret Uri { get; init; }
    public string Database { get; init; } = "conversation_analytics";
    public string Conversations { get; init; } = "conversations";
    public string Messages { get; init; } = "messages";
    /// <summary>Labels, one document for each conversation.</summary>
    public string Categories { get; init; } = "categories";
    public string Translations { get; init; } = "translations";
    /// <summary>What the reports are made of: the measures of each day.</summary>
    public string AnalyticsReports { get; init; } = "analytics_reports";
    /// <summary>What each person did on each day.</summary>
    public string UserAnalytics { get; init; } = "user_analytics";
    /// <summary>Tries after an operation that failed for a reason that may pass.</summary>
    public int MaxRetries { get; init; } = 8;
    /// <summary>
    /// How long a person waits for a server that cannot be reached; null where a job waits, ten seconds with each of its tries.
    /// </summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Collections whose names cannot be chosen.</summary>
    public static ImmutableArray<string> FixedCollections { get; } =
        [
            "message_feedbacks", "annotations", "dead_letters", "runs", "cursors", "generations", "leases", "days", "apps", "end_users",
            "words", "parts", "journal", "state",
        ];

    /// <summary>All collections.</summary>
    public IEnumerable<string> Collections =>
        [Conversations, Messages, Categories, Translations, AnalyticsReports, UserAnalytics, .. FixedCollections];

    public override string? FileIn(string home) => null;

    public override IStore Create(PartContext context) => StoreFor(context);

    public override async IAsyncEnumerable<Finding> ExamineAsync(
        PartContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var store = StoreFor(context);
        if (await FailureAsync(() => store.OpenAsync(cancellationToken)) is { } broken)
        {
            yield return broken;
            yield break;
        }

        await using var findings = store.ExamineAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var more = false;
            var failed = await FailureAsync(async () => more = await findings.MoveNextAsync());
            if (failed is not null)
            {
                yield return failed;
            }

            if (!more)
            {
                yield break;
            }

            yield return findings.Current;
        }
    }

    private static async Task<Finding?> FailureAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (StoreException failure)
        {
            return new Finding(Health.Broken, "mongodb", failure.Message);
        }
    }

    private MongoStore StoreFor(PartContext context)
    {
        var options = context.IsAwaited ? this with { MaxRetries = Math.Min(MaxRetries, 2), Patience = PartContext.Patience } : this;
        return new MongoStore(options, context.Clock, context.Home, context.Rights);
    }
}
