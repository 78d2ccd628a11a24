using Colloquy.Sources.Rows;

namespace Colloquy.Sources.NocoDb;

/// <summary>Address of NocoDB, and how to read from it.</summary>
public sealed record NocoDbOptions : SourceOptions
{
    /// <summary>URL without <c>/api</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>API token.</summary>
    public required Secret Token { get; init; }

    /// <summary>Id of the base, which NocoDB used to call a project: <c>p…</c>.</summary>
    public required string BaseId { get; init; }

    /// <summary>Title, database name or id; null for <c>conversations</c> or <c>conversation</c>, in any case.</summary>
    public string? ConversationTable { get; init; }

    /// <summary>Title, database name or id; null for <c>messages</c> or <c>message</c>, in any case.</summary>
    public string? MessagesTable { get; init; }

    /// <summary>Titles of renamed columns, by <c>table.column</c> in Dify's names: <c>messages.created_at</c> → <c>Sent at</c>.</summary>
    public ImmutableDictionary<string, string> Columns { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Requests per second; 0 means no limit. Null: four on NocoDB's cloud, which blocks clients that send more than five; elsewhere no
    /// limit until the server answers 429, then four.
    /// </summary>
    public double? RequestRate { get; init; }

    /// <summary>
    /// Rows created within this time before a reading are read again, because they may change without a new update time: older versions of
    /// Dify do not set updated_at when the answer is complete.
    /// </summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromHours(48);

    /// <summary>
    /// Changes within this time before a reading are looked for again, because a transaction that was open then may have hidden them.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Retries after a transient failure.</summary>
    public int MaxRetries { get; init; } = 8;

    /// <summary>Timeout between two pieces of a response.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Timeout of a whole response.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override ISource Create(RowReader rows, TimeProvider clock) => new NocoDbSource(this, rows, clock);
}
