namespace Colloquy.Sources;

/// <summary>Which rows a run is about: one app, a half-open interval of time, or (nulls) everything.</summary>
public sealed record RowScope(DateTimeOffset? From = null, DateTimeOffset? To = null, string? App = null)
{
    public static RowScope Everything { get; } = new();

    public bool IsEverything => From is null && To is null && App is null;

    /// <summary>The conversation was alive within the interval: it began before the end and moved after the start.</summary>
    public bool Contains(Conversation row) =>
        IsApp(row.AppId) && (To is null || row.CreatedAt < To) && (From is null || (row.UpdatedAt ?? row.CreatedAt) >= From);

    public bool Contains(Message row) =>
        IsApp(row.AppId) && (To is null || row.CreatedAt < To) && (From is null || row.CreatedAt >= From);

    private bool IsApp(string? app) => App is null || App == app;
}
