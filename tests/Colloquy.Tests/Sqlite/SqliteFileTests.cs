using System.Text;
using Colloquy.Model;
using Colloquy.Sqlite.Bodies;
using Colloquy.Sqlite.Storage;
using Colloquy.Sqlite;
using Colloquy.Stores.Merging;
using Colloquy.Stores;
using Colloquy.TestKit;
using Microsoft.Data.Sqlite;
using ZstdSharp;

namespace Colloquy.Tests.Sqlite;

/// <summary>What the store does with its file: schema versions, files that are something else, erased bytes.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("colloquy-test-").FullName;

    private string File => Path.Combine(folder, "store.db");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_of_an_older_version_runs_the_scripts_it_has_not_seen()
    {
        using (var old = Connect())
        {
            Migrator.Migrate(old, File, ["CREATE TABLE thing(name TEXT); INSERT INTO thing VALUES('kept');"]);
        }

        using var session = Connect();
        Migrator.Migrate(session, File, ["this script was seen", "ALTER TABLE thing ADD COLUMN size INTEGER NOT NULL DEFAULT 7;", "UPDATE thing SET size = size + 1;"]);
        Assert.Equal("kept", session.Scalar<string>("SELECT name FROM thing"));
        Assert.Equal(8, session.Scalar<long>("SELECT size FROM thing"));
        Assert.Equal(3, session.Scalar<long>("PRAGMA user_version"));

        Migrator.Migrate(session, File, ["seen", "seen", "seen"]);
    }

    [Fact]
    public async Task A_store_of_version_1_knows_of_no_deliverer_and_nothing_gone_until_it_is_told()
    {
        using (var old = Connect())
        {
            Migrator.Migrate(old, File, [Schema.Scripts[0]]);
            old.Execute("INSERT INTO conversation(number, id, deleted, version, messages, feedbacks, excluded_messages, excluded_feedbacks) VALUES(1, $1, 0, 1, 0, 0, 0, 0)", Columns.OfId("c0"));
        }

        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
        Assert.Empty(await store.FindDeliveredAsync("test", ["c0"], Stop));
        Assert.Equal(0, (await store.CountAsync(Stop)).GoneMessages);
        await store.CommitAsync(Some.Page() with { Source = "test", Conversations = [Some.ConversationRow("c1")] }, Stop);
        Assert.Equal(["c1"], await store.FindDeliveredAsync("test", ["c0", "c1"], Stop));
    }

    [Fact]
    public async Task A_store_of_version_3_seals_its_end_users_and_forgets_actors_without_a_day()
    {
        var id = Some.Uuid(7);
        using (var old = Connect())
        {
            Migrator.Migrate(old, File, [.. Schema.Scripts.Take(3)]);
            old.Execute("INSERT INTO end_user(id, external_id, generation) VALUES($1, 'planted-ada', 1), ('plain-id', 'planted-bob', 1), ('nobody', NULL, 1)", Columns.OfId(id));
            old.Execute("INSERT INTO actor(number, kind, id) VALUES(1, 0, 'planted-ada'), (2, 0, 'planted-eve')");
            old.Execute("INSERT INTO user_day(actor, day, body) VALUES(2, 20250401, x'00')");
        }

        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
        await store.SettleAsync(Stop);
        Assert.Equal(new Dictionary<string, string> { [id] = "planted-ada", ["plain-id"] = "planted-bob" }, await store.FindExternalIdsAsync([id, "plain-id", "nobody", "else"], Stop));
        Assert.False(Holds("planted-ada"u8.ToArray()));
        Assert.False(Holds("planted-bob"u8.ToArray()));
        Assert.False(Holds("plain-id"u8.ToArray()));
        Assert.True(Holds("planted-eve"u8.ToArray()));
    }

    [Fact]
    public async Task A_person_without_a_day_is_gone_from_the_file()
    {
        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
        var (day, other) = (new DateOnly(2025, 4, 1), new DateOnly(2025, 4, 2));
        var (erased, stays) = (new Actor(ActorKind.EndUser, "planted-erased"), new Actor(ActorKind.EndUser, "planted-stays"));
        DayMeasures Measures(DateOnly on, params Actor[] actors) => new(on, new byte[] { 1 }, [.. actors.Select(actor => Some.UserDay(actor, on))]);
        await store.SaveMeasuresAsync([Measures(day, erased, stays), Measures(other, erased)], [], "r", Stop);
        await store.SaveMeasuresAsync([Measures(day, stays)], [], "r", Stop);
        await store.SettleAsync(Stop);
        Assert.True(Holds("planted-erased"u8.ToArray()));

        await store.SaveMeasuresAsync([Measures(other)], [], "r", Stop);
        await store.SettleAsync(Stop);
        Assert.False(Holds("planted-erased"u8.ToArray()));
        Assert.True(Holds("planted-stays"u8.ToArray()));
    }

    [Fact]
    public async Task A_conversation_whose_body_is_damaged_can_be_excluded_and_comes_back_when_it_is_readmitted()
    {
        PageCommit page = Some.Page() with
        {
            Conversations = [Some.ConversationRow(), Some.ConversationRow("c2")],
            Messages = [Some.MessageRow(query: "zanzibar"), Some.MessageRow("m2", "c2", query: "zanzibar")],
            Feedbacks = [Some.FeedbackRow()],
        };
        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
        await store.CommitAsync(page, Stop);
        Assert.Equal(2, (await store.SearchAsync("zanzibar", 9, Stop)).Count);
        using (var outside = Connect())
        {
            outside.Execute("UPDATE record SET body = x'28B52FFD00' WHERE conversation = 1");
        }

        await Assert.ThrowsAsync<StoreException>(() => store.ReadThreadAsync("c1", Stop));
        Assert.Equal(["c1"], await store.ExcludeAsync(["c1"], Stop));
        var counts = await store.CountAsync(Stop);
        Assert.True(counts is { Conversations.Reconciled: true, Messages.Reconciled: true, Feedbacks.Reconciled: true }, counts.ToString());
        Assert.Equal("m2", Assert.Single(await store.SearchAsync("zanzibar", 9, Stop)).Message.Id);
        Assert.Single(await store.ReadDayAsync(new DateOnly(2025, 4, 1), Stop));

        await store.CommitAsync(page with { Generation = 2 }, Stop);
        Assert.Equal(new TableCounts(2, 1, 1, 0), (await store.CountAsync(Stop)).Messages);
        await store.ReadmitAsync(["c1"], Stop);
        await store.CommitAsync(page with { Generation = 2 }, Stop);
        Assert.Equal(new TableCounts(2, 2, 0, 0), (await store.CountAsync(Stop)).Messages);
        Assert.Equal(2, (await store.SearchAsync("zanzibar", 9, Stop)).Count);
    }

    [Theory]
    [InlineData("UPDATE record SET body = x'28B52FFD00' WHERE conversation = 1")]
    [InlineData("DELETE FROM record WHERE conversation = 1")]
    [InlineData("UPDATE record SET body = (SELECT body FROM record WHERE conversation = 2) WHERE conversation = 1")]
    public async Task A_body_that_is_damaged_or_missing_is_healed_by_the_page_that_brings_the_conversation_again(string damage)
    {
        PageCommit conversations = Some.Page() with { Conversations = [Some.ConversationRow(), Some.ConversationRow("c2")] };
        PageCommit messages = Some.Page() with
        {
            Messages = [Some.MessageRow(query: "zanzibar"), Some.MessageRow("m2", "c2", query: "zanzibar")],
            Feedbacks = [Some.FeedbackRow()],
        };
        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
        await store.CommitAsync(conversations, Stop);
        await store.CommitAsync(messages, Stop);
        Assert.Equal(2, (await store.SearchAsync("zanzibar", 9, Stop)).Count);
        Assert.Empty(await store.FindDamageAsync(Stop).ToListAsync(Stop));
        var counts = await store.CountAsync(Stop);
        using (var outside = Connect())
        {
            outside.Execute("PRAGMA foreign_keys = OFF");
            outside.Execute(damage);
        }

        Assert.Contains("conversation c1", Assert.Single(await store.FindDamageAsync(Stop).ToListAsync(Stop)), StringComparison.Ordinal);
        await store.CommitAsync(conversations with { Generation = 2 }, Stop);
        await store.CommitAsync(messages with { Generation = 2 }, Stop);
        Assert.Empty(await store.FindDamageAsync(Stop).ToListAsync(Stop));
        Assert.Equal(counts, await store.CountAsync(Stop));
        Assert.Equal("zanzibar", Assert.Single((await store.ReadThreadAsync("c1", Stop))!.Thread.Messages).Query);
        Assert.Equal(2, (await store.SearchAsync("zanzibar", 9, Stop)).Count);
    }

    [Fact]
    public async Task Labels_and_figures_that_are_damaged_are_named_with_what_heals_them()
    {
        await FillAsync();
        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
        var day = new DateOnly(2025, 4, 1);
        await store.SaveMeasuresAsync([new DayMeasures(day, new byte[] { 1, 2, 3 }, [Some.UserDay(new Actor(ActorKind.EndUser, "u1"), day)])], [], "r", Stop);
        Assert.Empty(await store.FindDamageAsync(Stop).ToListAsync(Stop));
        Run("UPDATE label SET body = body || x'00'");
        Run("UPDATE measures SET payload = x'0000000000000000010203'");
        Run("UPDATE actor SET id = 'u2'");
        var found = await store.FindDamageAsync(Stop).ToListAsync(Stop);
        Assert.Equal(3, found.Count);
        Assert.Contains("colloquy analyse --all", found[0], StringComparison.Ordinal);
        Assert.All(found[1..], damage => Assert.Contains("colloquy report --rebuild", damage, StringComparison.Ordinal));
        Assert.Contains("c1", (await Assert.ThrowsAsync<StoreException>(() => store.ReadThreadAsync("c1", Stop))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_version_1_stays_as_it_is_until_its_conversation_changes()
    {
        var body = FirstVersion(new ConversationRecord { Conversation = new(Some.ConversationRow(), 1), Messages = [new(Some.MessageRow(), 1)] });
        using (var old = Connect())
        {
            Migrator.Migrate(old, File, [Schema.Scripts[0]]);
            old.Execute("INSERT INTO conversation(number, id, deleted, version, messages, feedbacks, excluded_messages, excluded_feedbacks) VALUES(1, $1, 0, 1, 1, 0, 0, 0)", Columns.OfId("c1"));
            old.Execute("INSERT INTO record(conversation, body) VALUES(1, $1)", body);
        }

        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
        Assert.Single((await store.ReadThreadAsync("c1", Stop))!.Thread.Messages);
        Assert.Equal(BodySeal.Seal(body), Body());

        await store.CommitAsync(Some.Page(2) with { Gone = [new GoneRow(SourceTable.Messages, "m1", "c1")] }, Stop);
        Assert.NotEqual(BodySeal.Seal(body), Body());
        Assert.Equal(["m1"], (await store.ReadThreadAsync("c1", Stop))!.Thread.GoneMessages);

        byte[] Body()
        {
            using var session = Connect();
            return session.Find("SELECT body FROM record", row => row.Blob(0))!;
        }
    }

    [Fact]
    public async Task What_the_store_has_been_told_already_is_not_written()
    {
        var page = Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow()] };
        var gone = Some.Page(2) with { Gone = [new GoneRow(SourceTable.Messages, "m1", "c1")] };
        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
        await store.CommitAsync(page, Stop);
        await store.CommitAsync(gone, Stop);

        using var witness = Connect();
        var before = DataVersion();
        await store.CommitAsync(page with { Messages = [] }, Stop);
        await store.CommitAsync(gone, Stop);
        Assert.Equal(before, DataVersion());
        await store.CommitAsync(page with { Messages = [], Source = "another" }, Stop);
        Assert.NotEqual(before, DataVersion());

        // SQLite's own: another number once another connection has written.
        long DataVersion() => witness.Scalar<long>("PRAGMA data_version");
    }

    [Fact]
    public void A_migration_that_fails_leaves_the_file_as_it_was()
    {
        using var session = Connect();
        Migrator.Migrate(session, File, ["CREATE TABLE thing(name TEXT);"]);
        Assert.Throws<SqliteException>(() => Migrator.Migrate(session, File, ["", "CREATE TABLE other(name TEXT);", "nonsense"]));
        Assert.Equal(1, session.Scalar<long>("PRAGMA user_version"));
        Assert.Equal(0, session.Scalar<long>("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'other'"));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused()
    {
        await OpenAndCloseAsync();
        Run("PRAGMA user_version = 99");
        var failure = await Assert.ThrowsAsync<StoreException>(OpenAndCloseAsync);
        Assert.Contains("99", failure.Message, StringComparison.Ordinal);
        Assert.Contains("newer version", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_alone()
    {
        Run("CREATE TABLE theirs(x)");
        var before = await System.IO.File.ReadAllBytesAsync(File, Stop);
        var failure = await Assert.ThrowsAsync<StoreException>(OpenAndCloseAsync);
        Assert.Contains("another program", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File, Stop));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        var text = new string('x', 5_000);
        await System.IO.File.WriteAllTextAsync(File, text, Stop);
        var failure = await Assert.ThrowsAsync<StoreException>(OpenAndCloseAsync);
        Assert.Contains("not a database", failure.Message, StringComparison.Ordinal);
        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(File, Stop));
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        var path = Path.Combine(folder, "nowhere", "store.db");
        await using var store = new SqliteStore(path);
        var failure = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(Stop));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(File);
        var failure = await Assert.ThrowsAsync<StoreException>(OpenAndCloseAsync);
        Assert.Contains("cannot be opened", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_the_right_to_write_is_refused()
    {
        await OpenAndCloseAsync();
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Whoever may do everything may write here too.");
            return;
        }

        System.IO.File.SetAttributes(File, FileAttributes.ReadOnly);
        Directory.CreateDirectory(folder).UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        try
        {
            await using var store = new SqliteStore(File);
            await Assert.ThrowsAsync<StoreException>(async () =>
            {
                await store.OpenAsync(Stop);
                await store.BeginRunAsync("run", Some.Instant("2025-04-01T00:00:00Z"), Stop);
            });
        }
        finally
        {
            Directory.CreateDirectory(folder).UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            System.IO.File.SetAttributes(File, FileAttributes.Normal);
        }
    }

    [Theory]
    [InlineData(8, "Check the rights")]
    [InlineData(5, "in use by another program")]
    [InlineData(10, "disk reports an error")]
    [InlineData(11, "Restore it from a backup")]
    [InlineData(13, "Free some space")]
    [InlineData(1, "code 1")]
    public void A_failure_says_what_where_and_what_next(int code, string expected)
    {
        var failure = Failure.Explain(new SqliteException("no word of this", code), "/data/store.db");
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains("/data/store.db", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("no word of this", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_record_is_told_without_its_text()
    {
        await FillAsync();
        Run("UPDATE record SET body = x'28b52ffd00'");
        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
        var failure = await Assert.ThrowsAsync<StoreException>(() => store.ReadThreadAsync("c1", Stop));
        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_record_is_damage_and_the_conversation_is_not_left_out()
    {
        await FillAsync();
        Run("DELETE FROM record");
        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
        Assert.Contains("collect --full", (await Assert.ThrowsAsync<StoreException>(() => store.ReadThreadAsync("c1", Stop))).Message, StringComparison.Ordinal);
        var day = (await store.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Stop))[0];
        await Assert.ThrowsAsync<StoreException>(() => store.ReadDayAsync(day, Stop));
    }

    [Fact]
    public async Task Labels_and_answers_about_a_damaged_conversation_go_when_the_source_has_deleted_it()
    {
        await FillAsync();
        await using (var store = new SqliteStore(File))
        {
            await store.OpenAsync(Stop);
            await store.SaveAnnotationAsync(Some.Annotation(), ["k1"], Stop);
        }

        Run("UPDATE record SET body = x'28b52ffd00'");
        await using (var store = new SqliteStore(File))
        {
            await store.OpenAsync(Stop);
            await store.CommitAsync(Some.Page(3) with { Conversations = [Some.ConversationRow(updated: "2025-04-09T00:00:00Z") with { IsDeleted = true }] }, Stop);
        }

        using var session = Connect();
        var number = session.Scalar<long>("SELECT number FROM conversation WHERE id = $1", Columns.OfId("c1"));
        Assert.Equal(0, session.Scalar<long>("SELECT COUNT(*) FROM label WHERE conversation = $1", number));
        Assert.Equal(0, session.Scalar<long>("SELECT COUNT(*) FROM annotation WHERE conversation = $1", number));
    }

    [Fact]
    public async Task A_damaged_answer_is_named_to_readers_and_asked_again_by_a_run()
    {
        await FillAsync();
        await using (var store = new SqliteStore(File))
        {
            await store.OpenAsync(Stop);
            await store.SaveAnnotationAsync(Some.Annotation(), ["k1"], Stop);
        }

        Run("UPDATE annotation SET body = x'00'");
        await using (var reader = new SqliteStore(File))
        {
            await reader.OpenReadOnlyAsync(Stop);
            Assert.Contains("analyse --all", (await Assert.ThrowsAsync<StoreException>(() => reader.ReadAnnotationsAsync(["c1"], Stop))).Message, StringComparison.Ordinal);
        }

        await using var writer = new SqliteStore(File);
        await writer.OpenAsync(Stop);
        Assert.Empty(await writer.ReadAnnotationsAsync(["c1"], Stop));
        await writer.SaveAnnotationAsync(Some.Annotation(), ["k1"], Stop);
        Assert.Single(await writer.ReadAnnotationsAsync(["c1"], Stop));
    }

    [Fact]
    public async Task What_a_deletion_erased_is_gone_from_the_file()
    {
        var (body, labels) = await FillAsync();
        Assert.True(Holds(body));
        Assert.True(Holds(labels));
        Assert.True(Holds(Encoding.UTF8.GetBytes("zanzibar")));

        await using (var store = new SqliteStore(File))
        {
            await store.OpenAsync(Stop);
            await store.CommitAsync(
                Some.Page() with { Conversations = [Some.ConversationRow(updated: "2025-04-09T00:00:00Z") with { IsDeleted = true }] }, Stop);
            await store.SettleAsync(Stop);
            Assert.False(Holds(body));
            Assert.False(Holds(labels));
            Assert.False(Holds(Encoding.UTF8.GetBytes("zanzibar")));
            Assert.NotEmpty(await store.SearchAsync("kilimanjaro", 9, Stop));
        }
    }

    [Fact]
    public async Task What_annotators_said_of_a_deleted_conversation_is_gone_from_the_file()
    {
        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow("m1")] }, Stop);
        await store.SaveAnnotationAsync(Some.Annotation() with { Translations = [new Translation("m1", "en", "a query of zanzibar", "an answer of zanzibar")] }, ["k1"], Stop);
        await store.SettleAsync(Stop);
        Assert.True(Holds(Encoding.UTF8.GetBytes("zanzibar")));

        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow(updated: "2025-04-09T00:00:00Z") with { IsDeleted = true }] }, Stop);
        await store.SettleAsync(Stop);
        Assert.False(Holds(Encoding.UTF8.GetBytes("zanzibar")));
    }

    [Fact]
    public async Task A_store_of_version_2_takes_annotations()
    {
        using (var old = Connect())
        {
            Migrator.Migrate(old, File, [.. Schema.Scripts.Take(2)]);
            old.Execute(
                "INSERT INTO conversation(number, id, deleted, version, messages, feedbacks, excluded_messages, excluded_feedbacks) VALUES(1, $1, 0, 1, 0, 0, 0, 0)", Columns.OfId("c0"));
        }

        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
        Assert.Empty(await store.ReadAnnotationsAsync(["c0"], Stop));
        await store.SaveAnnotationAsync(Some.Annotation("c0"), ["k1"], Stop);
        Assert.Single(await store.ReadAnnotationsAsync(["c0"], Stop));
    }

    [Fact]
    public async Task Settling_empties_the_log()
    {
        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, Stop);
        Assert.True(new FileInfo(File + "-wal").Length > 0);
        await store.SettleAsync(Stop);
        Assert.Equal(0, new FileInfo(File + "-wal").Length);
    }

    [Fact]
    public async Task A_store_that_is_not_open_says_so()
    {
        await using var store = new SqliteStore(File);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.CommitAsync(Some.Page(), Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.CountAsync(Stop));
    }

    private async Task<(byte[] Body, byte[] Labels)> FillAsync()
    {
        await using (var store = new SqliteStore(File))
        {
            await store.OpenAsync(Stop);
            var text = string.Concat(Enumerable.Range(0, 4_000).Select(i => $" zanzibar{i * i}"));
            await store.CommitAsync(
                Some.Page() with
                {
                    Conversations = [Some.ConversationRow(), Some.ConversationRow("c2")],
                    Messages = [Some.MessageRow(query: text), Some.MessageRow("m2", "c2", query: "kilimanjaro")],
                },
                Stop);
            var thread = (await store.ReadThreadAsync("c1", Stop))!.Thread;
            await store.SaveLabelsAsync([new LabelledThread(thread, [Some.Label(evidence: text)])], "r", Stop);
            await store.IndexAsync(Stop);
            await store.SettleAsync(Stop);
        }

        using var session = Connect();
        return (
            session.Find("SELECT r.body FROM record r JOIN conversation c ON c.number = r.conversation WHERE c.id = 'c1'", row => row.Blob(0))![..2_000],
            session.Find("SELECT body FROM label", row => row.Blob(0))![..2_000]);
    }

    private bool Holds(byte[] bytes) => Directory.GetFiles(folder).Any(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.GetBuffer().AsSpan(0, (int)memory.Length).IndexOf(bytes) >= 0;
    });

    // A version 1 body ends before what is gone and the external ids, of which an empty one takes a byte each.
    private static byte[] FirstVersion(ConversationRecord record)
    {
        var writer = new BodyWriter();
        RecordFormat.Write(writer, record);
        using var compressor = new Compressor(1);
        return compressor.Wrap([1, .. writer.Written[1..^2]]).ToArray();
    }

    private async Task OpenAndCloseAsync()
    {
        await using var store = new SqliteStore(File);
        await store.OpenAsync(Stop);
    }

    private Session Connect() => new($"Data Source={File};Pooling=False", "PRAGMA busy_timeout = 1000");

    private void Run(string sql)
    {
        using var session = Connect();
        session.ExecuteScript(sql);
    }
}
