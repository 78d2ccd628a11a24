using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>A database in Dify's shape that NocoDB serves. Rows are written past NocoDB, which shows them at once.</summary>
internal sealed class DifyBase(NocoDbServer server, string id, string database, bool optionalTables) : NocoDbBase(server, id)
{
    private string[] Tables => optionalTables ? ["conversations", "messages", "message_feedbacks", "end_users", "apps"] : ["conversations", "messages"];

    /// <summary>Every `TABLE*.jsonl` and `TABLE*.jsonl.gz` of the folder. Of rows with the same id the first stays.</summary>
    public async Task LoadAsync(string folder, CancellationToken stop)
    {
        foreach (var table in Tables)
        {
            var files = Directory.EnumerateFiles(folder, table + "*").Where(file => file.EndsWith(".jsonl", StringComparison.Ordinal) || file.EndsWith(".jsonl.gz", StringComparison.Ordinal));
            foreach (var file in files.Order(StringComparer.Ordinal))
            {
                await using var bytes = File.OpenRead(file);
                await using var plain = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(bytes, CompressionMode.Decompress) : (Stream)bytes;
                using var lines = new StreamReader(plain);
                await CopyAsync(table, to => CopyTextAsync(lines, to, stop), replace: false, stop);
            }

            await ExecuteAsync("analyze " + table, stop);
        }
    }

    /// <summary>Dify's columns as JSON objects, one a line. A row whose id is there already is replaced; a column that is left out gets its default.</summary>
    public Task LoadRowsAsync(string table, IEnumerable<string> jsonLines, CancellationToken stop) => CopyAsync(table, to => CopyLinesAsync(jsonLines, to, stop), replace: true, stop);

    public Task ExecuteAsync(string sql, CancellationToken stop) => Server.Postgres.ExecuteAsync(database, sql, stop);

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken stop)
    {
        await using var connection = await Server.Postgres.OpenAsync(database, stop);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>NocoDB looks at the tables again, which it needs after an ALTER TABLE.</summary>
    public async Task SyncMetaAsync(CancellationToken stop)
    {
        var job = (await Server.CallAsync(HttpMethod.Post, $"/api/v2/meta/bases/{Id}/meta-diff", null, stop)).GetProperty("id").GetString();
        string? state;
        do
        {
            await Task.Delay(20, stop);
            var jobs = await Server.CallAsync(HttpMethod.Post, "/api/v2/jobs/" + Id, JsonContent.Create(new { job = "meta-sync" }), stop);
            state = jobs.EnumerateArray().Where(one => one.GetProperty("id").GetString() == job).Select(one => one.GetProperty("status").GetString()).SingleOrDefault();
            Assert.NotEqual("failed", state);
        }
        while (state != "completed");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Server.Postgres.IsRunning)
        {
            await Server.Postgres.ExecuteAsync("postgres", $"drop database {database} with (force)", CancellationToken.None);
        }
    }

    private async Task CopyAsync(string table, Func<TextWriter, Task> write, bool replace, CancellationToken stop)
    {
        await using var connection = await Server.Postgres.OpenAsync(database, stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using (var create = new NpgsqlCommand("create temp table line (j text) on commit drop", connection))
        {
            await create.ExecuteNonQueryAsync(stop);
        }

        // One line is one text: delimiter and quote are bytes that JSON text cannot hold.
        await using (var copy = await connection.BeginTextImportAsync(@"copy line from stdin with (format csv, delimiter e'\x02', quote e'\x01')", stop))
        {
            await write(copy);
        }

        await using var insert = new NpgsqlCommand(await InsertAsync(connection, table, replace, stop), connection);
        await insert.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }

    private static async Task<string> InsertAsync(NpgsqlConnection connection, string table, bool replace, CancellationToken stop)
    {
        // `inputs` arrives as JSON inside a JSON string and is stored, as Dify does, as an object.
        const string Columns = """
            select quote_ident(column_name), case
              when column_name = 'inputs' then '(r.inputs #>> ''{}'')::json'
              when is_nullable = 'NO' and column_default is not null then format('coalesce(r.%I, %s)', column_name, column_default)
              else format('r.%I', column_name) end
            from information_schema.columns where table_schema = 'public' and table_name = $1 order by ordinal_position
            """;
        List<(string Name, string Value)> columns = [];
        await using (var command = new NpgsqlCommand(Columns, connection) { Parameters = { new() { Value = table } } })
        await using (var reader = await command.ExecuteReaderAsync(stop))
        {
            while (await reader.ReadAsync(stop))
            {
                columns.Add((reader.GetString(0), reader.GetString(1)));
            }
        }

        var names = string.Join(", ", columns.Select(column => column.Name));
        var values = string.Join(", ", columns.Select(column => column.Value));
        var conflict = replace ? "(id) do update set " + string.Join(", ", columns.Select(column => $"{column.Name} = excluded.{column.Name}")) : "do nothing";
        return $"insert into {table} ({names}) select {values} from line, lateral json_populate_record(null::{table}, j::json) r on conflict {conflict}";
    }

    private static async Task CopyTextAsync(StreamReader from, TextWriter to, CancellationToken stop)
    {
        var buffer = new char[64 * 1024];
        while (await from.ReadAsync(buffer, stop) is > 0 and var read)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), stop);
        }
    }

    private static async Task CopyLinesAsync(IEnumerable<string> lines, TextWriter to, CancellationToken stop)
    {
        foreach (var line in lines)
        {
            await to.WriteAsync(line.AsMemory(), stop);
            await to.WriteAsync("\n".AsMemory(), stop);
        }
    }
}
