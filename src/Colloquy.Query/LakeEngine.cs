using System.Globalization;
using Colloquy.Lake;
using DuckDB.NET.Data;

namespace Colloquy.Query;

/// <summary>
/// The inner wall: an engine in memory for one query. It may open the files of the tables that the query names and nothing else, has no network, no
/// extensions, no temporary files, and its settings are locked before user SQL arrives.
/// </summary>
internal sealed class LakeEngine : IDisposable
{
    /// <summary>Lines of ours above the user's SQL, in the statement that the engine sees.</summary>
    public const int LinesBefore = 1;

    private const string ResultView = "colloquy_result";

    private readonly DuckDBConnection connection;
    private readonly CancellationToken stop;

    private LakeEngine(DuckDBConnection connection, CancellationToken stop)
    {
        this.connection = connection;
        this.stop = stop;
    }

    /// <param name="used">Names of the tables and views that the query reads.</param>
    public static LakeEngine Open(IReadOnlyList<LakeTableFiles> tables, IReadOnlySet<string> used, QueryLimits limits, CancellationToken stop)
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        var engine = new LakeEngine(connection, stop);
        try
        {
            connection.Open();
            engine.Raise(LakeQuery.Used(tables, used), used, limits);
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Binds the SQL, which the gate has let through, and says what columns its result has.</summary>
    public ImmutableArray<QueryColumn> Prepare(string sql)
    {
        // At the end of the statement the SQL may keep its semicolon and its comments, and cannot close anything of ours.
        Run($"CREATE TEMP VIEW {ResultView} AS\n{sql}");
        var columns = ImmutableArray.CreateBuilder<QueryColumn>();
        using var command = Command($"DESCRIBE {ResultView}");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            columns.Add(new QueryColumn(reader.GetString(0), reader.GetString(1)));
        }

        return columns.ToImmutable();
    }

    /// <summary>Starts the query. Every value comes as text that the engine wrote, because some do not fit any type of .NET.</summary>
    public RowReader Read(ImmutableArray<QueryColumn> columns)
    {
        var command = Command($"SELECT {string.Join(", ", columns.Select(AsText))} FROM {ResultView}");
        command.UseStreamingMode = true;
        return new RowReader(command, stop);
    }

    public void Dispose() => connection.Dispose();

    private static string AsText(QueryColumn column) => column.Kind switch
    {
        QueryColumnKind.Nested => $"CAST(to_json({Quote(column.Name)}) AS VARCHAR)",
        QueryColumnKind.Bytes => $"to_base64({Quote(column.Name)})",
        _ => $"CAST({Quote(column.Name)} AS VARCHAR)",
    };

    private void Raise(IReadOnlyList<LakeTableFiles> tables, IReadOnlySet<string> used, QueryLimits limits)
    {
        var files = tables.SelectMany(t => t.Files).Select(f => Literal(f.Path));
        Run(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SET TimeZone = 'UTC';
            SET threads = {limits.Threads};
            SET memory_limit = '{limits.MemoryMegabytes}MB';
            SET temp_directory = '';
            SET autoinstall_known_extensions = false;
            SET autoload_known_extensions = false;
            SET allow_community_extensions = false;
            SET allowed_paths = [{string.Join(", ", files)}];
            """));
        foreach (var table in tables)
        {
            Run(ViewOf(table));
        }

        if (used.Contains(UtterancesView.Name))
        {
            Run(UtterancesView.Sql);
        }

        Run("SET enable_external_access = false; SET lock_configuration = true;");
    }

    private static string ViewOf(LakeTableFiles table) => table.Files.IsEmpty
        ? $"CREATE VIEW {Quote(table.Name)} AS SELECT {string.Join(", ", table.Columns.Select(c => $"CAST(NULL AS {c.SqlType}) AS {Quote(c.Name)}"))} WHERE false"
        : $"CREATE VIEW {Quote(table.Name)} AS SELECT {string.Join(", ", table.Columns.Select(c => Quote(c.Name)))} "
            + $"FROM read_parquet([{string.Join(", ", table.Files.Select(f => Literal(f.Path)))}], hive_partitioning = false)";

    private void Run(string sql)
    {
        using var command = Command(sql);
        using var cancel = stop.Register(command.Cancel);
        command.ExecuteNonQuery();
    }

    private DuckDBCommand Command(string sql)
    {
        stop.ThrowIfCancellationRequested();
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // User SQL is the purpose here; the gate has read it and the settings confine it.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private static string Quote(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static string Literal(string text) => '\'' + text.Replace("'", "''", StringComparison.Ordinal) + '\'';
}
