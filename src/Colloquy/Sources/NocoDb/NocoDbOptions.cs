using Colloquy.Sources.Rows;

namespace Colloquy.Sources.NocoDb;

/// <summary>Where the NocoDB is, and how it is to be asked.</summary>
public sealed record NocoDbOptions : SourceOptions
{
    /// <summary>Address up to, not including, <c>/api</c>.</summary>
    public required Uri BaseUrl { get; init; }

    public required Secret Token { get; init; }

    /// <summary>Id of the base (NocoDB called it a project once): <c>p…</c>.</summary>
    public required string BaseId { get; init; }

    /// <summary>Title, name in the database, or id; null: <c>conversations</c> or <c>conversation</c>, in any case.</summary>
    public string? ConversationTable { get; init; }

    /// <inheritdoc cref="ConversationTable"/>
    public string? MessagesTable { get; init; }

    /// <summary>Titles of renamed columns, by <c>table.column</c> in Dify's names: <c>messages.created_at</c> → <c>Sent at</c>.</summary>
    public ImmutableDictionary<string, string> Columns { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Requests a second; 0 is without limit. Null: four on NocoDB's own cloud, which blocks whoever sends more than five; elsewhere no limit until the server
    /// answers 429, four from then on.
    /// </summary>
    public double? RequestRate { get; init; }

    /// <summary>
    /// Rows made within this time before a reading may still change without telling (older versions of Dify do not touch updated_at when the answer is there)
    /// and are read again.
    /// </summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromHours(48);

    /// <summary>Rows changed within this time before a reading may still come to light, from a transaction that was open then.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Tries after a first one that failed for a reason that may pass.</summary>
    public int MaxRetries { get; init; } = 8;

    /// <summary>How long the server may be silent within a request.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one answer may take altogether, however steadily it trickles in.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    public override ISource Create(RowReader rows, TimeProvider clock) => new NocoDbSource(this, rows, clock);
}
