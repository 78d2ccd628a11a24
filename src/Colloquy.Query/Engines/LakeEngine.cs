using System.Globalization;
using DuckDB.NET.Data;

namespace Colloquy.Query.Engines;

/// <summary>
/// The inner line of defence: an in-memory engine for one query. It can open only the given files, has no network, extensions or temporary
/// files, and its settings are locked before the user's SQL arrives.
/// </summary>
internal sealed class LakeEngine : IEngine
{
    /// <summary>Number of lines before the user's SQL in the statement that the engine sees.</summary>
    public const int LinesBefore = 1;

    /// <summary>Maximum UTF-8 bytes of a row. A row writer holds one row at a time, whatever the query.</summary>
    public const int MostRowBytes = 16 * 1024 * 1024;

    // Enough to open it; the real settings follow. By default it would take all cores and most of the memory until then.
    public const string Small = "Data Source=:memory:;threads=1;memory_limit=64MB";

    private const string ResultView = "colloquy_result";

    private readonly DuckDBConnection connection;
    private readonly QueryLimits limits;
    private readonly CancellationToken cancellationToken;

    private LakeEngine(DuckDBConnection connection, QueryLimits limits, CancellationToken cancellationToken)
    {
        this.connection = connection;
        this.limits = limits;
        this.cancellationToken = cancellationToken;
    }

    public bool HasAnswered { get; private set; }

    /// <param name="paths">Files that the query may open, whether they exist yet or not.</param>
    public static LakeEngine Open(IEnumerable<string> paths, QueryLimits limits, CancellationToken cancellationToken)
    {
        var connection = new DuckDBConnection(Small);
        var engine = new LakeEngine(connection, limits, cancellationToken);
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
        using var cancel = cancellationToken.Register(command.Cancel);
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
        using var cancel = cancellationToken.Register(command.Cancel);
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

    /// <summary>Binds the SQL, which the gate has accepted, and returns the columns of its result.</summary>
    private ImmutableArray<QueryColumn> Prepare(string sql)
    {
        // At the end of the statement the SQL can keep its semicolon and comments, and cannot close any part of the statement.
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
            cancellationToken.ThrowIfCancellationRequested();
            if (rows == most)
            {
                output.End();
                return new QueryResult(rows, More: true);
            }

            // Checked before any value becomes a .NET string, which takes twice the memory.
            if (reader.GetInt64(columns.Length) > MostRowBytes)
            {
                throw new EngineException(
                    $"Row {rows + 1:N0} of the result is larger than {MostRowBytes >> 20} MB. Select fewer columns, or part of the text, "
                    + "for example left(answer, 1000).");
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

    /// <summary>
    /// Starts the query. Every value is converted to text by the engine, because some fit no .NET type. The last column is the size of the
    /// row in bytes.
    /// </summary>
    private RowReader Read(ImmutableArray<QueryColumn> columns)
    {
        var texts = string.Join(", ", columns.Select((column, i) => $"{AsText(column)} AS {ColumnName(i)}"));
        var names = string.Concat(columns.Select((_, i) => $"{ColumnName(i)}, "));
        var bytes = string.Join(
            " + ", columns.Select((column, i) => (column, i)).Where(c => c.column.MayBeLong)
                .Select(c => $"coalesce(strlen({ColumnName(c.i)}), 0)").Append("0"));
        var command = Command($"SELECT {names}CAST({bytes} AS BIGINT) FROM (SELECT {texts} FROM {ResultView})");
        command.UseStreamingMode = true;
        return new RowReader(command, cancellationToken);
    }

    private static string ColumnName(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");

    private Exception ForUser(DuckDBException failure) => cancellationToken.IsCancellationRequested
        ? new OperationCanceledException("The query was cancelled.", failure, cancellationToken)
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
        cancellationToken.ThrowIfCancellationRequested();
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Running user SQL is the purpose; the gate has checked it and the settings confine it.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
