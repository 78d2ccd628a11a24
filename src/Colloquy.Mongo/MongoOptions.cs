using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Colloquy.Configuration;
using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Stores;

namespace Colloquy.Mongo;

/// <summary>
/// How to connect to MongoDB, and the names of the collections. The default names are those of the analytics program that Colloquy
/// replaces.
/// </summary>
public sealed record MongoOptions : StoreOptions
{
    /// <summary>The connection string, <c>mongodb://…</c> or <c>mongodb+srv://…</c>.</summary>
    public required Secret Uri { get; init; }
    /// <summary>Name of the database.</summary>
    public string Database { get; init; } = "conversation_analytics";
    /// <summary>Collection of conversations.</summary>
    public string Conversations { get; init; } = "conversations";
    /// <summary>Collection of messages.</summary>
    public string Messages { get; init; } = "messages";
    /// <summary>Collection of labels, with one document per conversation.</summary>
    public string Categories { get; init; } = "categories";
    /// <summary>Collection of translations.</summary>
    public string Translations { get; init; } = "translations";
    /// <summary>Collection of the measures of each day, from which reports are made.</summary>
    public string AnalyticsReports { get; init; } = "analytics_reports";
    /// <summary>Collection of user days: what each person did on each day.</summary>
    public string UserAnalytics { get; init; } = "user_analytics";
    /// <summary>Number of retries after a transient error; 0 for none.</summary>
    public int MaxRetries { get; init; } = 8;
    /// <summary>
    /// How long to wait for a server that cannot be reached, when a person is waiting. Null in unattended runs, which wait ten
    /// seconds at each attempt.
    /// </summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Collections whose names cannot be changed.</summary>
    public static ImmutableArray<string> FixedCollections { get; } =
        [
            "message_feedbacks", "annotations", "dead_letters", "runs", "cursors", "generations", "leases", "days", "apps", "end_users",
            "words", "parts", "journal", "state",
        ];

    /// <summary>All collections.</summary>
    public IEnumerable<string> Collections =>
        [Conversations, Messages, Categories, Translations, AnalyticsReports, UserAnalytics, .. FixedCollections];

    /// <inheritdoc/>
    public override string? FileIn(string home) => null;

    /// <inheritdoc/>
    public override IStore Create(PartContext context) => StoreFor(context);

    /// <inheritdoc/>
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
