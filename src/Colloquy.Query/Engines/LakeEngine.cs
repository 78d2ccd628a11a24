using System.Globalization;
using DuckDB.NET.Data;

namespace Colloquy.Query.Engines;

/// <summary>
/// The inner wall: an engine in memory for one query. It may open the files it is told of and nothing else, has no network, no
/// extensions, no temporary files, and its settings are locked before user SQL arrives.
/// </summary>
internal sealed class LakeEngine : IEngine
{
    /// <summary>Lines of ours above the user's SQL, in the statement that the engine sees.</summary>
    public const int LinesBefore = 1;

    /// <summary>UTF-8 bytes of a row's texts at most. A reader of rows holds one at a time, whatever the query.</summary>
    public const int MostRowBytes = 16 * 1024 * 1024;

    // Enough to open it. The settings that hold follow; by default it would take all cores and most of the memory until then.
    public const string Small = "Data Source=:memory:;threads=1;memory_limit=64MB";

    private const string ResultView = "colloquy_result";

    private readonly DuckDBConnection connection;
    private readonly QueryLimits limits;
    private readonly CancellationToken stop;

    private LakeEngine(DuckDBConnection connection, QueryLimits limits, CancellationToken stop)
    {
        this.connection = connection;
        this.limits = limits;
        this.stop = stop;
    }

    public bool HasAnswered { get; private set; }

    /// <param name="paths">The files that the query may open, whether they exist yet or not.</param>
    public static LakeEngine Open(IEnumerable<string> paths, QueryLimits limits, CancellationToken stop)
    {
        var connection = new DuckDBConnection(Small);
        var engine = new LakeEngine(connection, limits, stop);
        try
        {
            connection.Open();
            engine.Raise(paths);
            return engine;
        }
        catch (DuckDBException failure)
        {
            engine.Dispose();
            throw engine.ForUser(failure);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    public void Run(string sql)
    {
        if (sql.Length == 0)
        {
            return;
        }

        using var command = Command(sql);
        using var cancel = stop.Register(command.Cancel);
        try
        {
            command.ExecuteNonQuery();
        }
        catch (DuckDBException failure)
        {
            throw ForUser(failure);
        }
    }

    public IEnumerable<string[]> Rows(string sql)
    {
        using var command = Command(sql);
        using var cancel = stop.Register(command.Cancel);
        try
        {
            using var reader = command.ExecuteReader();
            var rows = new List<string[]>();
            while (reader.Read())
            {
                var row = new string[reader.FieldCount];
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture) ?? "";
                }

                rows.Add(row);
            }

            return rows;
        }
        catch (DuckDBException failure)
        {
            throw ForUser(failure);
        }
    }

    public QueryResult Answer(string sql, long? most, IRowWriter output)
    {
        var columns = Prepare(sql);
        try
        {
            return Write(columns, most, output);
        }
        catch (DuckDBException failure)
        {
            throw ForUser(failure);
        }
    }

    public void Dispose() => connection.Dispose();

    /// <summary>Binds the SQL, which the gate has let through, and says what columns its result has.</summary>
    private ImmutableArray<QueryColumn> Prepare(string sql)
    {
        // At the end of the statement the SQL may keep its semicolon and its comments, and cannot close anything of ours.
        Run($"CREATE TEMP VIEW {ResultView} AS\n{sql}");
        return [.. Rows($"DESCRIBE {ResultView}").Select(row => new QueryColumn(row[0], row[1]))];
    }

    private QueryResult Write(ImmutableArray<QueryColumn> columns, long? most, IRowWriter output)
    {
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

            // Before any of them becomes a text of .NET, which takes twice the memory.
            if (reader.GetInt64(columns.Length) > MostRowBytes)
            {
                throw new EngineException(
                    $"Row {rows + 1:N0} of the result is larger than {MostRowBytes >> 20} MB. Select fewer columns or a part of the text, for example left(answer, 1000).");
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

    /// <summary>Starts the query. Every value comes as text that the engine wrote, because some do not fit any type of .NET. The last column is the bytes of the row.</summary>
    private RowReader Read(ImmutableArray<QueryColumn> columns)
    {
        var texts = string.Join(", ", columns.Select((column, i) => $"{AsText(column)} AS {ColumnName(i)}"));
        var names = string.Concat(columns.Select((_, i) => $"{ColumnName(i)}, "));
        var bytes = string.Join(" + ", columns.Select((column, i) => (column, i)).Where(c => c.column.MayBeLong).Select(c => $"coalesce(strlen({ColumnName(c.i)}), 0)").Append("0"));
        var command = Command($"SELECT {names}CAST({bytes} AS BIGINT) FROM (SELECT {texts} FROM {ResultView})");
        command.UseStreamingMode = true;
        return new RowReader(command, stop);
    }

    private static string ColumnName(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");

    private Exception ForUser(DuckDBException failure) => stop.IsCancellationRequested
        ? new OperationCanceledException("The query was stopped.", failure, stop)
        : new EngineException(EngineMessage.ForUser(failure, limits), EngineMessage.IsOfUnreadableFile(failure), failure);

    private static string AsText(QueryColumn column) => column.Kind switch
    {
        QueryColumnKind.Nested => $"CAST(to_json({Sql.Name(column.Name)}) AS VARCHAR)",
        QueryColumnKind.Bytes => $"to_base64({Sql.Name(column.Name)})",
        _ => $"CAST({Sql.Name(column.Name)} AS VARCHAR)",
    };

    private void Raise(IEnumerable<string> paths) => Run(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SET TimeZone = 'UTC';
        SET threads = {limits.EngineThreads};
        SET memory_limit = '{limits.EngineMegabytes}MB';
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
