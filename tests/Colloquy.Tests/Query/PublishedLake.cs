using Colloquy.Cli;
using Colloquy.Lake;
using Colloquy.Query;
using Colloquy.TestKit;

namespace Colloquy.Tests.Query;

/// <summary>Two days in a lake, in a folder whose name needs care.</summary>
public class PublishedLake : IAsyncLifetime
{
    public static readonly DateOnly Day = new(2025, 4, 1);
    public static readonly QueryLimits Limits = new(TimeSpan.FromMinutes(5), null, 2);

    private readonly TempFolder folder = new();

    public string Root => folder.Under("it's [1] lake *");

    /// <summary>Where its queries run.</summary>
    public virtual EngineHost Host => EngineHost.InProcess;

    internal IReadOnlyList<LakeTableFiles> Tables { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var store = new LocalObjectStore(Root);
        var lake = new IcebergLake(store, TimeProvider.System);
        await lake.CommitAsync([await lake.StageAsync(Some.LakeDay(Day), default), await lake.StageAsync(Some.LakeDay(Day.AddDays(1), 2), default)], default);
        Tables = await new LakeCatalog(store).ReadAsync(default);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal Task<QueryResult> RunAsync(string sql, IRowWriter rows, QueryLimits? limits = null, TimeProvider? clock = null) =>
        new LakeQuery(Host, Tables, limits ?? Limits, clock ?? TimeProvider.System).ExecuteAsync(sql, rows, TestContext.Current.CancellationToken);

    internal async Task<string> JsonAsync(string sql)
    {
        using var text = new StringWriter();
        await RunAsync(sql, new JsonRows(text));
        return text.ToString();
    }

    internal async Task<string> CsvAsync(string sql)
    {
        using var text = new StringWriter();
        await RunAsync(sql, new CsvRows(text));
        return text.ToString();
    }

    /// <summary>The message of a query that is refused, which has written no row.</summary>
    internal async Task<string> RefusalAsync(string sql, QueryLimits? limits = null)
    {
        using var text = new StringWriter();
        var refusal = await Assert.ThrowsAsync<QueryException>(() => RunAsync(sql, new CsvRows(text), limits));
        Assert.Equal("", text.ToString());
        return refusal.Message;
    }

    /// <summary>Every file below the lake's folder and beside it, with its content.</summary>
    internal List<string> Content() =>
        [.. Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => f + " " + Convert.ToHexString(File.ReadAllBytes(f)))];
}

/// <summary>The same with the engine in a child process, which is the executable that the tests were built with.</summary>
public sealed class PublishedLakeOfChild : PublishedLake
{
    public override EngineHost Host => SqlEngine.Host;
}
