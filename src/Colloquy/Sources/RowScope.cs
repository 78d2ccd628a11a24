namespace Colloquy.Sources;

/// <summary>The rows a run is limited to: one app, a half-open time interval, or everything (all null).</summary>
public sealed record RowScope(DateTimeOffset? From = null, DateTimeOffset? To = null, string? App = null)
{
    /// <summary>No limit.</summary>
    public static RowScope Everything { get; } = new();

    /// <summary>Whether there is no limit.</summary>
    public bool IsEverything => From is null && To is null && App is null;

    /// <summary>Whether the conversation was active in the interval: it began before the end and last changed after the start.</summary>
    public bool Contains(Conversation row) =>
        IsApp(row.AppId) && (To is null || row.CreatedAt < To) && (From is null || (row.UpdatedAt ?? row.CreatedAt) >= From);

    /// <summary>Whether the message is of the app and was sent in the interval.</summary>
    public bool Contains(Message row) =>
        IsApp(row.AppId) && (To is null || row.CreatedAt < To) && (From is null || row.CreatedAt >= From);

    private bool IsApp(string? app) => App is null || App == app;
}
