using Colloquy.Lake;
using Colloquy.Publish;
using Colloquy.Query;
using Colloquy.TestKit;

namespace Colloquy.Tests.Query.Fetching;

/// <summary>A lake of twenty days, of which each test has a far copy with a cache of its own.</summary>
public sealed class FarLake : IAsyncLifetime
{
    public const int Days = 20;
    public static readonly DateOnly First = new(2025, 3, 22);

    private readonly TempFolder folder = new();

    internal LocalObjectStore Near { get; private set; } = null!;

    internal IReadOnlyList<LakeTableFiles> NearTables { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Near = new LocalObjectStore(folder.Under("lake"));
        var lake = new IcebergLake(Near, TimeProvider.System);
        var staged = new List<IStagedDay>();
        for (var day = 0; day < Days; day++)
        {
            staged.Add(await lake.StageAsync(Some.LakeDay(First.AddDays(day), conversations: 3 + (day % 4), seed: day), default));
        }

        await lake.CommitAsync(staged, default);
        NearTables = await new LakeCatalog(Near).ReadAsync(default);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task<string> NearAsync(string sql) => CsvAsync(new LakeQuery(EngineHost.InProcess, NearTables, PublishedLake.Limits, TimeProvider.System), sql);

    internal static async Task<string> CsvAsync(LakeQuery query, string sql)
    {
        using var text = new StringWriter();
        await query.ExecuteAsync(sql, new CsvRows(text), TestContext.Current.CancellationToken);
        return text.ToString();
    }
}
