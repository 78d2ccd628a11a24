using Colloquy.Query;
using Colloquy.Query.Engines;
using Colloquy.Query.Fetching;
using DuckDB.NET.Data;

namespace Colloquy.Tests.Query;

/// <summary>SQL that wants anything but the rows of the tables. <c>{file}</c> is a file that is there, <c>{new}</c> one that is not.</summary>
public sealed class QueryAttackTests(PublishedLake lake) : IClassFixture<PublishedLake>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly HashSet<string> UsesMessages = ["messages"];

    public static TheoryData<string> Statements =>
    [
        "COPY messages TO '{new}'",
        "COPY (SELECT 1) TO '{new}' (FORMAT csv)",
        "COPY messages FROM '{file}'",
        "EXPORT DATABASE '{new}'",
        "IMPORT DATABASE '{file}'",
        "ATTACH '{new}' AS other",
        "ATTACH ':memory:' AS other",
        "DETACH memory",
        "USE memory",
        "INSTALL httpfs",
        "FORCE INSTALL httpfs FROM community",
        "LOAD httpfs",
        "LOAD '{file}'",
        "UPDATE EXTENSIONS",
        "SET memory_limit = '64GB'",
        "SET enable_external_access = true",
        "SET VARIABLE x = 1",
        "RESET ALL",
        "PRAGMA database_list",
        "PRAGMA enable_profiling",
        "CREATE TABLE t AS SELECT * FROM messages",
        "CREATE OR REPLACE VIEW messages AS SELECT 1",
        "CREATE MACRO f(x) AS TABLE SELECT * FROM read_text(x)",
        "CREATE SECRET s (TYPE s3)",
        "CREATE TYPE t AS ENUM ('a')",
        "CREATE SEQUENCE s",
        "INSERT INTO messages SELECT * FROM messages",
        "UPDATE messages SET query = ''",
        "DELETE FROM messages",
        "TRUNCATE messages",
        "MERGE INTO messages USING labels ON false WHEN NOT MATCHED THEN INSERT DEFAULT VALUES",
        "ALTER TABLE messages RENAME TO m",
        "DROP VIEW messages",
        "COMMENT ON VIEW messages IS 'x'",
        "CALL pragma_version()",
        "CHECKPOINT",
        "VACUUM",
        "BEGIN",
        "COMMIT",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "EXPLAIN ANALYZE SELECT * FROM messages",
        "DESCRIBE messages",
        "SUMMARIZE messages",
        "SHOW TABLES",
        "SHOW ALL TABLES",
        "FROM (DESCRIBE messages)",
        "FROM (SHOW TABLES)",
        "SELECT 1; COPY messages TO '{new}'",
        "SELECT 1;;; SELECT 2",
        "; SET threads = 1; SELECT 1",
        "SELECT 1\0; COPY messages TO '{new}'",
        "/* SELECT */ DELETE FROM messages",
        "-- SELECT\nDROP VIEW messages",
        "/* /* nested */ */ SET threads = 1",
        "\u00a0\u2003COPY\u00a0messages TO\u2003'{new}'",
        "EXPLAIN COPY messages TO '{new}'",
        "WITH gone AS (DELETE FROM messages RETURNING *) SELECT * FROM gone",
        "SELECT * FROM (INSERT INTO messages VALUES (1) RETURNING *)",
        "SELECT 1 INTO OUTFILE '{new}'",
    ];

    public static TheoryData<string> Reads =>
    [
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM read_csv_auto('{file}')",
        "SELECT * FROM sniff_csv('{file}')",
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM read_blob('{file}')",
        "SELECT * FROM read_json('{file}')",
        "SELECT * FROM read_ndjson_objects('{file}')",
        "SELECT * FROM read_parquet('{file}')",
        "SELECT * FROM parquet_scan('{file}')",
        "SELECT * FROM parquet_metadata('{file}')",
        "SELECT * FROM parquet_schema('{file}')",
        "SELECT * FROM glob('/**')",
        "SELECT * FROM GLOB('/*')",
        "SELECT * FROM main.read_text('{file}')",
        "SELECT * FROM system.main.read_text('{file}')",
        "SELECT * FROM \"read_text\"('{file}')",
        "SELECT * FROM\u00a0read_text\u2003('{file}')",
        "SELECT * FROM/**/read_text/* */ (\n'{file}'\n)",
        "FROM read_text('{file}')",
        "TABLE '{file}'",
        "SELECT * FROM '{file}'",
        "SELECT * FROM \"{file}\"",
        "SELECT * FROM E'{file}'",
        "SELECT * FROM 'http://127.0.0.1:1/x.csv'",
        "SELECT * FROM 'https://127.0.0.1:1/x.parquet'",
        "SELECT * FROM 's3://bucket/x.parquet'",
        "SELECT * FROM read_parquet('https://127.0.0.1:1/x.parquet')",
        "SELECT * FROM iceberg_scan('{file}')",
        "SELECT * FROM sqlite_scan('{file}', 't')",
        "SELECT * FROM query('SELECT * FROM read_text(''{file}'')')",
        "SELECT * FROM query_table('messages')",
        "SELECT * FROM query_table(['{file}'])",
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM duckdb_views()",
        "SELECT * FROM duckdb_logs()",
        "SELECT * FROM pragma_database_list()",
        "SELECT * FROM pragma_table_info('messages')",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM pg_catalog.pg_settings",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM duckdb_tables",
        "SELECT * FROM main.messages",
        "SELECT * FROM memory.main.messages",
        "SELECT * FROM colloquy_result",
        "SELECT * FROM repeat_row(1, num_rows = 3)",
        "SELECT * FROM test_all_types()",
        "SELECT current_setting('allowed_paths')",
        "SELECT 'allowed_paths'.current_setting()",
        "SELECT main.current_setting('allowed_paths')",
        "SELECT getenv('PATH')",
        "SELECT GETENV('PATH')",
        "SELECT getvariable('x')",
        "SELECT current_query()",
        "SELECT write_log('x')",
        "SELECT nextval('s')",
        "SELECT setseed(0.5)",
        "WITH t AS (SELECT * FROM read_text('{file}')) SELECT 1",
        "WITH t AS MATERIALIZED (SELECT * FROM read_text('{file}')) SELECT * FROM t",
        "WITH \"{file}\" AS (SELECT * FROM \"{file}\") SELECT * FROM \"{file}\"",
        "WITH RECURSIVE \"{file}\" AS (SELECT * FROM \"{file}\" UNION ALL SELECT * FROM \"{file}\") SELECT * FROM \"{file}\"",
        "SELECT * FROM (WITH \"{file}\" AS (SELECT 1) SELECT * FROM \"{file}\") a, \"{file}\" b",
        "SELECT * FROM (SELECT * FROM (SELECT * FROM read_text('{file}')))",
        "SELECT (SELECT content FROM read_text('{file}'))",
        "SELECT 1 WHERE EXISTS (FROM read_text('{file}'))",
        "SELECT id FROM messages WHERE query IN (SELECT content FROM read_text('{file}'))",
        "SELECT id FROM messages ORDER BY (SELECT content FROM read_text('{file}'))",
        "SELECT id FROM messages LIMIT (SELECT count(*) FROM read_text('{file}'))",
        "SELECT count(*) FILTER (WHERE EXISTS (FROM read_text('{file}'))) FROM messages",
        "SELECT max((SELECT content FROM read_text('{file}'))) OVER () FROM messages",
        "SELECT [(SELECT content FROM read_text('{file}')) FOR x IN [1]]",
        "SELECT list_transform([1], x -> getenv('PATH'))",
        "SELECT CASE WHEN true THEN current_setting('threads') END",
        "SELECT * FROM messages m, LATERAL (SELECT * FROM read_text('{file}')) t",
        "SELECT * FROM messages JOIN read_text('{file}') ON true",
        "SELECT * FROM messages JOIN labels ON turn = (SELECT size FROM read_text('{file}'))",
        "SELECT 1 UNION ALL SELECT size FROM read_text('{file}')",
        "SELECT * FROM (VALUES ((SELECT content FROM read_text('{file}'))))",
        "VALUES ((SELECT content FROM read_text('{file}')))",
        "SELECT * FROM range((SELECT size FROM read_text('{file}')))",
        "SELECT * FROM unnest((SELECT array_agg(content) FROM read_text('{file}')))",
        "SELECT * FROM (PIVOT (FROM read_text('{file}')) ON filename USING count(*))",
        "SELECT * FROM read_text('{file}') PIVOT (count(*) FOR filename IN ('a'))",
        "SELECT * FROM (UNPIVOT (FROM read_text('{file}')) ON content)",
        "SELECT * FROM read_text('{file}') TABLESAMPLE 10",
        "SELECT $1",
        "SELECT ?",
        "SELECT $name",
    ];

    [Theory]
    [MemberData(nameof(Statements))]
    [MemberData(nameof(Reads))]
    public async Task Anything_but_reading_the_tables_is_refused_and_changes_nothing(string attack)
    {
        var before = lake.Content();
        var message = await lake.RefusalAsync(Aimed(attack));
        Assert.NotEqual("", message);
        Assert.Equal(before, lake.Content());
    }

    // The gate refuses all of these already. Here it stands open.
    [Theory]
    [InlineData("SELECT * FROM read_text('{file}')")]
    [InlineData("SELECT * FROM read_csv('{file}')")]
    [InlineData("SELECT * FROM '{file}'")]
    [InlineData("SELECT * FROM read_text('{other}')")]
    [InlineData("SELECT * FROM read_parquet('{other}')")]
    [InlineData("SELECT * FROM glob('/*')")]
    [InlineData("SELECT * FROM read_parquet('https://127.0.0.1:1/x.parquet')")]
    [InlineData("SELECT * FROM sqlite_scan('{file}', 't')")]
    [InlineData("SELECT 1; COPY messages TO '{new}'")]
    [InlineData("SELECT 1; COPY (SELECT 1) TO '{other}'")]
    [InlineData("SELECT 1; COPY (SELECT 1) TO '{own}'")]
    [InlineData("SELECT 1; EXPORT DATABASE '{new}'")]
    [InlineData("SELECT 1; ATTACH '{new}' AS other")]
    [InlineData("SELECT 1; INSTALL httpfs")]
    [InlineData("SELECT 1; LOAD httpfs")]
    [InlineData("SELECT 1; SET enable_external_access = true")]
    [InlineData("SELECT 1; SET memory_limit = '64GB'")]
    [InlineData("SELECT 1; SET lock_configuration = false")]
    [InlineData("SELECT 1; RESET allowed_paths")]
    public void The_engine_alone_refuses_files_network_extensions_and_settings(string attack)
    {
        var before = lake.Content();
        using (var engine = Messages())
        {
            Assert.Throws<EngineException>(() => engine.Answer(Aimed(attack), null, new CsvRows(TextWriter.Null)));
        }

        using (var engine = Messages())
        {
            var tables = LakeViews.Below(UsesMessages, lake.Tables);
            // Planning comes to the first of several statements only.
            Record.Exception(() => NeededFiles.Find(engine, Aimed(attack), tables, UsesMessages));
        }

        Assert.Equal(before, lake.Content());
    }

    [Fact]
    public void The_engine_alone_runs_what_harms_nobody_so_the_attacks_on_it_fail_for_what_they_do()
    {
        using var engine = Messages();
        Assert.NotEqual(0, engine.Answer("SELECT id FROM messages; CREATE TEMP TABLE t AS SELECT 1", null, new CsvRows(TextWriter.Null)).Rows);
    }

    private LakeEngine Messages()
    {
        var tables = LakeViews.Below(UsesMessages, lake.Tables);
        var engine = LakeEngine.Open(tables.SelectMany(t => t.Files).Select(f => f.Path), PublishedLake.Limits, Stop);
        engine.Run(LakeViews.Of(tables, UsesMessages));
        return engine;
    }

    // A newer engine may bring another function that looks around or acts: then somebody decides here.
    [Fact]
    public void Every_function_that_does_more_than_compute_is_either_denied_or_known_to_be_harmless()
    {
        string[] harmless =
        [
            "current_connection_id", "current_database", "current_date", "current_query_id", "current_schema", "current_schemas", "current_transaction_id", "error",
            "gen_random_uuid", "get_current_time", "get_current_timestamp", "in_search_path", "now", "random", "today", "transaction_timestamp", "txid_current",
            "uuid", "uuidv4", "uuidv7",
        ];
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'scalar' AND (stability <> 'CONSISTENT' OR has_side_effects)";
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        Assert.Equal(harmless, found.Where(f => !QueryGate.DeniedFunctions.Contains(f)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("-(", ")")]
    [InlineData("(SELECT ", ")")]
    [InlineData("1+", "")]
    public async Task Nesting_without_end_is_refused_and_nothing_breaks(string open, string close)
    {
        const int Levels = 20_000;
        var sql = $"SELECT {string.Concat(Enumerable.Repeat(open, Levels))}1{string.Concat(Enumerable.Repeat(close, Levels))}";
        Assert.NotEqual("", await lake.RefusalAsync(sql));
    }

    private string Aimed(string attack) => attack
        .Replace("{file}", Escape(Directory.GetFiles(lake.Root, "version-hint.text", SearchOption.AllDirectories).Order().First()), StringComparison.Ordinal)
        .Replace("{other}", Escape(lake.Tables.Single(t => t.Name == "labels").Files[0].Path), StringComparison.Ordinal)
        .Replace("{own}", Escape(lake.Tables.Single(t => t.Name == "messages").Files[0].Path), StringComparison.Ordinal)
        .Replace("{new}", Escape(Path.Combine(lake.Root, "stolen")), StringComparison.Ordinal);

    private static string Escape(string path) => path.Replace("'", "''", StringComparison.Ordinal);
}
