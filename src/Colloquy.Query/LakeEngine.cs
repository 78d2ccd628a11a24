using System.Globalization;
using DuckDB.NET.Data;

namespace Colloquy.Query;

/// <summary>
/// The inner wall: an engine in memory for one query. It may open the files it is told of and nothing else, has no network, no
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

    /// <summary>Whether the output has got something.</summary>
    public bool HasAnswered { get; private set; }

    /// <param name="paths">The files that the query may open, whether they are there yet or not.</param>
    public static LakeEngine Open(IEnumerable<string> paths, QueryLimits limits, CancellationToken stop)
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        var engine = new LakeEngine(connection, stop);
        try
        {
            connection.Open();
            engine.Raise(paths, limits);
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements of ours, for example those that make the views; there may be none.</summary>
    public void Run(string sql)
    {
        if (sql.Length == 0)
        {
            return;
        }

        using var command = Command(sql);
        using var cancel = stop.Register(command.Cancel);
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement of ours and hands over its rows one by one.</summary>
    public IEnumerable<DuckDBDataReader> Rows(string sql)
    {
        using var command = Command(sql);
        using var cancel = stop.Register(command.Cancel);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader;
        }
    }

    /// <summary>Binds the SQL, which the gate has let through, and says what columns its result has.</summary>
    private ImmutableArray<QueryColumn> Prepare(string sql)
    {
        // At the end of the statement the SQL may keep its semicolon and its comments, and cannot close anything of ours.
        Run($"CREATE TEMP VIEW {ResultView} AS\n{sql}");
        var columns = ImmutableArray.CreateBuilder<QueryColumn>();
        foreach (var row in Rows($"DESCRIBE {ResultView}"))
        {
            columns.Add(new QueryColumn(row.GetString(0), row.GetString(1)));
        }

        return columns.ToImmutable();
    }

    /// <summary>Starts the query. Every value comes as text that the engine wrote, because some do not fit any type of .NET.</summary>
    private RowReader Read(ImmutableArray<QueryColumn> columns)
    {
        var command = Command($"SELECT {string.Join(", ", columns.Select(AsText))} FROM {ResultView}");
        command.UseStreamingMode = true;
        return new RowReader(command, stop);
    }

    /// <summary>Hands over the rows of the SQL, which the gate has let through.</summary>
    /// <param name="most">Rows at most; null for all.</param>
    public QueryResult Answer(string sql, long? most, IRowWriter output)
    {
        var columns = Prepare(sql);
        using var reader = Read(columns);
        var more = reader.Read();
        HasAnswered = true;
        output.Begin(columns);
        var values = new string?[columns.Length];
        long rows = 0;
        for (; more; more = reader.Read())
        {
            stop.ThrowIfCancellationRequested();
            if (rows == most)
            {
                output.End();
                return new QueryResult(rows, More: true);
            }

            for (var i = 0; i < values.Length; i++)
            {
                values[i] = reader.IsDBNull(i) ? null : EngineText.Of(columns[i].Kind, reader.GetString(i));
            }

            output.Write(values);
            rows++;
        }

        output.End();
        return new QueryResult(rows, More: false);
    }

    public void Dispose() => connection.Dispose();

    private static string AsText(QueryColumn column) => column.Kind switch
    {
        QueryColumnKind.Nested => $"CAST(to_json({Sql.Name(column.Name)}) AS VARCHAR)",
        QueryColumnKind.Bytes => $"to_base64({Sql.Name(column.Name)})",
        _ => $"CAST({Sql.Name(column.Name)} AS VARCHAR)",
    };

    private void Raise(IEnumerable<string> paths, QueryLimits limits) => Run(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SET TimeZone = 'UTC';
        SET threads = {limits.Threads};
        SET memory_limit = '{limits.MemoryMegabytes}MB';
        SET temp_directory = '';
        SET autoinstall_known_extensions = false;
        SET autoload_known_extensions = false;
        SET allow_community_extensions = false;
        SET allowed_paths = {Sql.Texts(paths)};
        SET enable_external_access = false;
        SET lock_configuration = true;
        """));

    private DuckDBCommand Command(string sql)
    {
        stop.ThrowIfCancellationRequested();
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // User SQL is the purpose here; the gate has read it and the settings confine it.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
