using Colloquy.Lake;
using Colloquy.TestKit;
using Colloquy.TestKit.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace Colloquy.Tests.Lake;

public sealed class LocalLakeTests : LakeContract, IDisposable
{
    private static readonly DateOnly Day = new(2025, 4, 1);

    private readonly string folder = Directory.CreateTempSubdirectory("colloquy lake ").FullName;

    private string Root => Path.Combine(folder, "lake");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    protected override IObjectStore Open() => new LocalObjectStore(Root);

    [Fact]
    public async Task A_moved_folder_is_read_where_it_is_and_the_next_commit_names_the_new_place_only()
    {
        await PublishAsync(OpenLake(), Some.LakeDay(Day), Some.LakeDay(Day.AddMonths(1)));
        var names = (await ContentAsync()).Select(Path.GetFileName).ToList();
        var moved = Path.Combine(folder, "elsewhere");
        Directory.Move(Root, moved);

        var store = new LocalObjectStore(moved);
        var files = (await new LakeCatalog(store).ReadAsync(Stop)).SelectMany(t => t.Files).ToList();
        Assert.Equal(names.Order(), files.Select(f => Path.GetFileName(f.Path)).Order());
        Assert.All(files, f => Assert.True(File.Exists(f.Path), f.Path));

        var lake = new IcebergLake(store, TimeProvider.System);
        await PublishAsync(lake, Some.LakeDay(Day));
        Assert.Equal(names.Order(), (await new LakeCatalog(store).ReadAsync(Stop)).SelectMany(t => t.Files).Select(f => Path.GetFileName(f.Path)).Order());
        var metadata = Path.Combine(moved, "messages", "metadata");
        var newest = Directory.GetFiles(metadata, "v*.metadata.json").Order().Last();
        Assert.DoesNotContain("/lake/messages", await File.ReadAllTextAsync(newest, Stop), StringComparison.Ordinal);
        Assert.Equal(4, Directory.GetFiles(metadata, "*.avro").Length + 1);
        Assert.Equal(0, await lake.CleanAsync(Stop));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("99")]
    [InlineData("not a number")]
    public async Task The_newest_commit_is_found_whatever_the_hint_says(string? hint)
    {
        await PublishAsync(OpenLake(), Some.LakeDay(Day));
        await PublishAsync(OpenLake(), Some.LakeDay(Day, seed: 2));
        await PublishAsync(OpenLake(), Some.LakeDay(Day, seed: 3));
        var content = await ContentAsync();
        foreach (var file in Directory.GetFiles(Root, "version-hint.text", SearchOption.AllDirectories))
        {
            File.Delete(file);
            if (hint is not null)
            {
                await File.WriteAllTextAsync(file, hint, Stop);
            }
        }

        Assert.Equal(content, await ContentAsync());
        await PublishAsync(OpenLake(), Some.LakeDay(Day.AddDays(1)));
        Assert.True(File.Exists(Path.Combine(Root, "messages", "metadata", "v4.metadata.json")));
    }

    [Fact]
    public async Task A_torn_file_of_the_right_name_is_written_again()
    {
        var lake = OpenLake();
        await PublishAsync(lake, Some.LakeDay(Day));
        var file = Directory.GetFiles(Path.Combine(Root, "messages"), "*.parquet", SearchOption.AllDirectories).Single();
        var whole = await File.ReadAllBytesAsync(file, Stop);
        await File.WriteAllBytesAsync(file, new byte[whole.Length], Stop);
        await PublishAsync(lake, Some.LakeDay(Day));
        Assert.Equal(whole, await File.ReadAllBytesAsync(file, Stop));
    }

    [Fact]
    public async Task Temporary_files_of_a_killed_writer_are_removed()
    {
        await PublishAsync(OpenLake(), Some.LakeDay(Day));
        var file = Directory.GetFiles(Root, "*.parquet", SearchOption.AllDirectories)[0];
        await File.WriteAllTextAsync(file + ".0123.tmp", "half", Stop);
        Assert.Equal(1, await OpenLake().CleanAsync(Stop));
        Assert.False(File.Exists(file + ".0123.tmp"));
    }

    [Fact]
    public async Task Metadata_files_stay_until_they_are_a_hundred_versions_and_a_week_old()
    {
        for (var seed = 0; seed < 104; seed++)
        {
            var rows = new Colloquy.Publish.DayPartition(Day) { Conversations = [Some.LakeConversation(Day, 0, seed)] };
            await PublishAsync(OpenLake(), rows);
        }

        var metadata = Path.Combine(Root, "conversations", "metadata");
        Assert.Equal(0, await OpenLake().CleanAsync(Stop));
        Assert.Equal(4, await new IcebergLake(Open(), new FakeTimeProvider(DateTimeOffset.FromFileTime(DateTime.UnixEpoch.AddYears(200).ToFileTimeUtc()))).CleanAsync(Stop));
        Assert.Equal(100, Directory.GetFiles(metadata, "v*.metadata.json").Length);
        Assert.False(File.Exists(Path.Combine(metadata, "v4.metadata.json")));
        Assert.True(File.Exists(Path.Combine(metadata, "v5.metadata.json")));
        Assert.Single((await new LakeCatalog(Open()).ReadAsync(Stop))[0].Files);
    }

    [Theory]
    [InlineData("v2.metadata.json", "{")]
    [InlineData("v2.metadata.json", "[]")]
    [InlineData("v2.metadata.json", "{\"format-version\":1,\"location\":\"/x\"}")]
    public async Task Unreadable_metadata_is_an_error_that_says_where_and_what_to_do(string name, string content)
    {
        await PublishAsync(OpenLake(), Some.LakeDay(Day));
        await File.WriteAllTextAsync(Path.Combine(Root, "labels", "metadata", name), content, Stop);
        var error = await Assert.ThrowsAsync<LakeException>(() => OpenLake().InspectAsync(Stop));
        Assert.Contains("labels/metadata/" + name, error.Message, StringComparison.Ordinal);
        Assert.Contains("Run colloquy run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_is_gone_or_cut_is_an_error_and_nothing_is_deleted()
    {
        await PublishAsync(OpenLake(), Some.LakeDay(Day));
        var manifest = Directory.GetFiles(Path.Combine(Root, "messages", "metadata"), "*-m0-*.avro").Single();
        var whole = await File.ReadAllBytesAsync(manifest, Stop);
        await File.WriteAllBytesAsync(manifest, whole[..^20], Stop);
        await Assert.ThrowsAsync<LakeException>(() => OpenLake().CleanAsync(Stop));
        File.Delete(manifest);
        await Assert.ThrowsAnyAsync<IOException>(() => OpenLake().CleanAsync(Stop));
        Assert.Equal(6, Directory.GetFiles(Root, "*.parquet", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void The_location_is_an_address() => Assert.Matches("^file:///.*/lake$", Open().Location);
}
