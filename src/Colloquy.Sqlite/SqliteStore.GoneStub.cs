namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    public Task<IReadOnlySet<string>> FindDeliveredAsync(string source, IReadOnlyCollection<string> conversationIds, CancellationToken stop) =>
        Task.FromResult<IReadOnlySet<string>>(conversationIds.ToHashSet());
}
