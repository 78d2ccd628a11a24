using Colloquy.Lake;
using Colloquy.TestKit;

namespace Colloquy.Tests.Lake;

/// <summary>A lake that lost files, or whose bits changed, says so by file and is made whole again.</summary>
public sealed class DamageTests : IDisposable
{
    private static readonly DateOnly Day = new(2025, 4, 1);
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly TempFolder temp = new();

    private string Root => temp.Under("lake");

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("cut")]
    public async Task A_data_file_that_is_not_all_there_is_named_and_its_day_is_to_be_written_again(string damage)
    {
        await PublishAsync();
        var file = FileOf("messages", "*.parquet");
        var whole = await File.ReadAllBytesAsync(file, Stop);
        if (damage == "missing")
        {
            File.Delete(file);
        }
        else
        {
            await File.WriteAllBytesAsync(file, damage == "empty" ? [] : whole[..^1], Stop);
        }

        var problem = Assert.Single((await Open().InspectAsync(Stop)).Tables["messages"].Damage);
        Assert.Contains(Path.GetFileName(file), problem, StringComparison.Ordinal);
        Assert.Contains("colloquy run", problem, StringComparison.Ordinal);
        Assert.Equal([Day], (await Open().MendAsync(days: true, metrics: true, Stop)).Days);

        await PublishAsync();
        Assert.Equal(whole, await File.ReadAllBytesAsync(file, Stop));
        Assert.Empty((await Open().MendAsync(days: true, metrics: true, Stop)).Found);
        Assert.Empty(await Open().FindDamageAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Every_changed_bit_of_a_data_file_is_found_by_its_name()
    {
        await PublishAsync();
        var file = FileOf("reports", "*.parquet");
        var whole = await File.ReadAllBytesAsync(file, Stop);
        foreach (var at in Enumerable.Range(0, 20).Select(i => i * (whole.Length - 1) / 19))
        {
            await File.WriteAllBytesAsync(file, Flipped(whole, at), Stop);
            var problem = Assert.Single(await Open().FindDamageAsync(Stop).ToListAsync(Stop));
            Assert.Contains(Path.GetFileName(file), problem, StringComparison.Ordinal);
            Assert.Contains("--rebuild", problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("v*.metadata.json")]
    [InlineData("snap-*.avro")]
    [InlineData("*-m0-*.avro")]
    public async Task Any_changed_bit_of_metadata_is_an_error_that_says_what_to_run(string pattern)
    {
        await PublishAsync();
        var file = FileOf("labels", pattern);
        var whole = await File.ReadAllBytesAsync(file, Stop);
        for (var at = 0; at < whole.Length; at += Math.Max(1, whole.Length / 200))
        {
            await File.WriteAllBytesAsync(file, Flipped(whole, at), Stop);
            var error = await Assert.ThrowsAsync<LakeException>(() => Open().InspectAsync(Stop));
            Assert.Contains(Path.GetFileName(file), error.Message, StringComparison.Ordinal);
            Assert.Contains("colloquy run", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("v*.metadata.json", "changed")]
    [InlineData("v*.metadata.json", "cut")]
    [InlineData("snap-*.avro", "missing")]
    [InlineData("*-m0-*.avro", "missing")]
    [InlineData("*-m0-*.avro", "cut")]
    public async Task A_table_whose_metadata_is_damaged_is_made_anew_and_filled_by_publishing(string pattern, string damage)
    {
        await PublishAsync();
        var before = await FilesAsync();
        var file = FileOf("messages", pattern);
        var whole = await File.ReadAllBytesAsync(file, Stop);
        if (damage == "missing")
        {
            File.Delete(file);
        }
        else
        {
            await File.WriteAllBytesAsync(file, damage == "cut" ? whole[..^10] : Flipped(whole, whole.Length / 2), Stop);
        }

        var found = await Open().MendAsync(days: true, metrics: true, Stop);
        Assert.True(found.IsWhole);
        Assert.False(found.HasMetrics);
        Assert.Single(found.Found);
        Assert.Contains("has not been refilled yet", Assert.Single((await Open().InspectAsync(Stop)).Tables["messages"].Damage), StringComparison.Ordinal);

        // A run that was killed here left it so: the next one finds it.
        await Open().CleanAsync(Stop);
        await PublishAsync();
        Assert.True((await Open().MendAsync(days: true, metrics: true, Stop)).IsWhole);
        Assert.Empty((await Open().MendAsync(days: false, metrics: true, Stop)).Found);
        await Open().CompleteAsync(days: true, metrics: true, Stop);
        Assert.Equal(before, await FilesAsync());
        Assert.Empty(await Open().FindDamageAsync(Stop).ToListAsync(Stop));
        Assert.True(await Open().MendAsync(days: true, metrics: true, Stop) is { Found.IsEmpty: true, IsWhole: false });
    }

    [Fact]
    public async Task A_table_that_was_removed_is_to_be_written_again()
    {
        await PublishAsync();
        Directory.Delete(Path.Combine(Root, "conversations"), recursive: true);
        Directory.Delete(Path.Combine(Root, "daily_metrics"), recursive: true);
        var found = await Open().MendAsync(days: true, metrics: true, Stop);
        Assert.True(found.IsWhole);
        Assert.True(found.HasMetrics);
    }

    [Fact]
    public async Task A_deleted_newest_metadata_file_is_damage_and_its_table_is_made_anew()
    {
        await PublishAsync();
        var lake = Open();
        await lake.CommitAsync([await lake.StageAsync(Some.LakeDay(Day, seed: 2), Stop)], Stop);
        File.Delete(Path.Combine(Root, "messages", "metadata", "v2.metadata.json"));
        var error = await Assert.ThrowsAnyAsync<IOException>(() => Open().InspectAsync(Stop));
        Assert.Contains("messages/metadata/snap-", error.Message, StringComparison.Ordinal);
        Assert.Contains("colloquy run", error.Message, StringComparison.Ordinal);
        Assert.True((await Open().MendAsync(days: true, metrics: true, Stop)).IsWhole);
    }

    [Fact]
    public async Task An_unreadable_snapshot_is_dropped_and_the_newest_stays()
    {
        var keeping = new IcebergLake(new LocalObjectStore(Root), TimeProvider.System, TimeSpan.FromDays(1));
        await PublishAsync(keeping);
        var first = FileOf("messages", "snap-*.avro");
        await keeping.CommitAsync([await keeping.StageAsync(Some.LakeDay(Day, seed: 2), Stop)], Stop);
        File.Delete(first);
        Assert.Empty((await keeping.MendAsync(days: true, metrics: true, Stop)).Found);
        Assert.Single(await new LakeCatalog(new LocalObjectStore(Root)).ReadSnapshotsAsync(Stop), s => s.Table == "messages");
        await keeping.CleanAsync(Stop);
    }

    [Theory]
    [InlineData("messages/metadata/version-hint.text")]
    [InlineData("messages/metadata/snap-")]
    public async Task A_server_that_does_not_answer_is_no_damage_and_nothing_is_made_anew(string unanswered)
    {
        var far = new FarObjectStore(new LocalObjectStore(Root));
        await PublishAsync(new IcebergLake(far, TimeProvider.System));
        var before = Snapshot();
        far.BeforeReadWhole = key => key.StartsWith(unanswered, StringComparison.Ordinal) ? throw new LakeException("The server was not reached.") : Task.CompletedTask;
        var failure = await Assert.ThrowsAsync<LakeException>(() => new IcebergLake(far, TimeProvider.System).MendAsync(days: true, metrics: true, Stop));
        Assert.Contains("not reached", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task A_kept_snapshot_that_the_server_does_not_give_stays()
    {
        var far = new FarObjectStore(new LocalObjectStore(Root));
        var keeping = new IcebergLake(far, TimeProvider.System, TimeSpan.FromDays(1));
        await PublishAsync(keeping);
        var first = Path.GetFileName(FileOf("messages", "snap-*.avro"));
        await keeping.CommitAsync([await keeping.StageAsync(Some.LakeDay(Day, seed: 2), Stop)], Stop);
        far.BeforeReadWhole = key => key.EndsWith(first, StringComparison.Ordinal) ? throw new LakeException("The server was not reached.") : Task.CompletedTask;
        await Assert.ThrowsAsync<LakeException>(() => keeping.MendAsync(days: true, metrics: true, Stop));
        Assert.Equal(2, (await new LakeCatalog(new LocalObjectStore(Root)).ReadSnapshotsAsync(Stop)).Count(s => s.Table == "messages"));
    }

    [Fact]
    public async Task An_overtaken_run_resets_no_table()
    {
        var hold = new FakeHold("a/1");
        var old = Open();
        await old.ClaimAsync(hold, Stop);
        await PublishAsync(old);
        var next = Open();
        await next.ClaimAsync(new FakeHold("a/2"), Stop);
        await next.CommitAsync([await next.StageAsync(Some.LakeDay(Day, seed: 2), Stop)], Stop);
        var before = Snapshot();
        await Assert.ThrowsAsync<LakeException>(() => old.MendAsync(days: true, metrics: true, Stop));
        Assert.Equal(before, Snapshot());

        var metadata = FileOf("messages", "v*.metadata.json");
        await File.WriteAllBytesAsync(metadata, Flipped(await File.ReadAllBytesAsync(metadata, Stop), 9), Stop);
        before = Snapshot();
        hold.IsOvertaken = true;
        await Assert.ThrowsAnyAsync<Exception>(() => old.MendAsync(days: true, metrics: true, Stop));
        Assert.Equal(before, Snapshot());
    }

    private List<(string, long)> Snapshot() =>
        [.. Directory.GetFiles(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (file, new FileInfo(file).Length))];

    private static byte[] Flipped(byte[] whole, int at)
    {
        byte[] changed = [.. whole];
        changed[at] ^= 1;
        return changed;
    }

    private IcebergLake Open() => new(new LocalObjectStore(Root), TimeProvider.System);

    private Task PublishAsync() => PublishAsync(Open());

    private static async Task PublishAsync(IcebergLake lake) => await lake.CommitAsync([await lake.StageAsync(Some.LakeDay(Day), Stop)], Stop);

    private string FileOf(string table, string pattern) => Directory.GetFiles(Path.Combine(Root, table), pattern, SearchOption.AllDirectories).Order().Last();

    private async Task<List<string>> FilesAsync() =>
        [.. (await new LakeCatalog(new LocalObjectStore(Root)).ReadAsync(Stop)).SelectMany(t => t.Files).Select(f => f.Key).Order()];
}
