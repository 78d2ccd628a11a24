using Colloquy.Rights;
using Colloquy.Sqlite;
using Colloquy.Stores;
using Colloquy.TestKit;
using Microsoft.Data.Sqlite;

namespace Colloquy.Tests.Sqlite;

/// <summary>Reading leaves the folder as it is, whoever wrote there last and however it ended.</summary>
public sealed class ReadOnlyTests : IDisposable
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly TempFolder temp = new();

    private string Path => temp.Under("store #1 %20?.db");

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_folder_without_a_store_stays_empty()
    {
        await using var store = new SqliteStore(temp.Under("none/store.db"));
        Assert.True((await Assert.ThrowsAsync<StoreException>(() => store.OpenReadOnlyAsync(Stop))).IsMissing);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temp.Path));
    }

    [Fact]
    public async Task A_store_at_rest_is_read_without_a_trace()
    {
        await FillAsync();
        var before = Entries();
        await using (var store = new SqliteStore(Path))
        {
            await store.OpenReadOnlyAsync(Stop);
            Assert.Single((await store.ReadThreadAsync("c1", Stop))!.Thread.Messages);
            Assert.Single(await store.SearchAsync("card", 9, Stop));
            Assert.Null(await store.FindHolderAsync(Stop));
        }

        Assert.Equal(before, Entries());
        Assert.Equal([System.IO.Path.GetFileName(Path)], Directory.GetFiles(temp.Path).Select(System.IO.Path.GetFileName));
    }

    [Fact]
    public async Task What_a_killed_run_left_in_the_log_is_read()
    {
        await FillAsync();
        await using var writer = new SqliteStore(Path);
        await writer.OpenAsync(Stop);
        await writer.CommitAsync(Some.Page(2) with { Messages = [Some.MessageRow("m2")] }, Stop);

        // As the files are at this moment, they would be after a kill.
        using var killed = new TempFolder();
        foreach (var file in Directory.GetFiles(temp.Path))
        {
            File.Copy(file, killed.Under(System.IO.Path.GetFileName(file)));
        }

        await using var store = new SqliteStore(killed.Under(System.IO.Path.GetFileName(Path)));
        await store.OpenReadOnlyAsync(Stop);
        Assert.Equal(2, (await store.ReadThreadAsync("c1", Stop))!.Thread.Messages.Length);
    }

    [Fact]
    public async Task A_reader_that_opened_before_a_run_sees_what_the_run_wrote()
    {
        await FillAsync();
        await using var store = new SqliteStore(Path);
        await store.OpenReadOnlyAsync(Stop);
        Assert.Single((await store.ReadThreadAsync("c1", Stop))!.Thread.Messages);
        for (var run = 2; run < 5; run++)
        {
            await using var writer = new SqliteStore(Path);
            await writer.OpenAsync(Stop);
            await using var hold = await writer.TakeAsync(Stop);
            Assert.NotNull(await store.FindHolderAsync(Stop));
            await writer.CommitAsync(Some.Page(run) with { Messages = [Some.MessageRow($"m{run}")] }, Stop);
            Assert.Equal(run, (await store.ReadThreadAsync("c1", Stop))!.Thread.Messages.Length);
            await writer.SettleAsync(Stop);
            Assert.Equal(run, (await store.ReadThreadAsync("c1", Stop))!.Thread.Messages.Length);
        }

        Assert.Equal(4, (await store.ReadThreadAsync("c1", Stop))!.Thread.Messages.Length);
    }

    [Fact]
    public async Task An_older_schema_is_named_and_left_alone()
    {
        await FillAsync();
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString()))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 1";
            command.ExecuteNonQuery();
        }

        var before = Entries();
        await using var store = new SqliteStore(Path);
        var refused = await Assert.ThrowsAsync<StoreException>(() => store.OpenReadOnlyAsync(Stop));
        Assert.Contains("Next: colloquy run", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Entries());
    }

    [Fact]
    public async Task All_that_SQLite_writes_is_its_owners_alone_unless_told_otherwise()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Rights are inherited there.");
        foreach (var (rights, mode) in ((FileRights, UnixFileMode)[])[(FileRights.Private, (UnixFileMode)0x180), (FileRights.Group, (UnixFileMode)0x1A0)])
        {
            using var folder = new TempFolder();
            await using var store = new SqliteStore(folder.Under("store.db"), rights);
            await store.OpenAsync(Stop);
            await using var hold = await store.TakeAsync(Stop);
            await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, Stop);
            Assert.Equal(["store.db", "store.db-shm", "store.db-wal", "store.db.lock"], Directory.GetFiles(folder.Path).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.All(Directory.GetFiles(folder.Path), file => Assert.Equal(mode, OperatingSystem.IsWindows() ? mode : File.GetUnixFileMode(file)));
        }
    }

    private async Task FillAsync()
    {
        await using var store = new SqliteStore(Path);
        await store.OpenAsync(Stop);
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow(query: "Where is my card?")] }, Stop);
    }

    private List<(string, long, DateTime, string)> Entries() =>
        [.. Directory.GetFiles(temp.Path).Order(StringComparer.Ordinal).Select(file => (file, new FileInfo(file).Length, File.GetLastWriteTimeUtc(file), Convert.ToHexString(File.ReadAllBytes(file))))];
}
