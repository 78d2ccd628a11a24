using System.IO.Compression;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Sources.Files;
using Colloquy.Sources.Rows;
using Colloquy.TestKit;
using Colloquy.TestKit.Sources;

namespace Colloquy.Tests.Sources.Files;

/// <summary>What only looks like a file of rows, and files that are much larger than they look.</summary>
public sealed class HostileFilesTests : IDisposable
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly TempFolder folder = new();

    public HostileFilesTests() => folder.With([new("conversations.jsonl", RowFormat.Lines(GarbageCorpus.GoodConversations))]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_pipe_is_refused_by_name_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        Assert.Equal(0, MakePipe(Encoding.UTF8.GetBytes(folder.Under("messages.jsonl") + '\0'), 0x180));
        await RefusedAsync("messages.jsonl is a pipe, a socket or a device");
        await Assert.ThrowsAsync<SourceException>(() => ReadAsync(folder.Under("messages.jsonl")));
    }

    [Fact]
    public async Task A_device_is_refused_by_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no devices in folders.");
        File.CreateSymbolicLink(folder.Under("messages.jsonl"), "/dev/zero");
        await RefusedAsync("messages.jsonl is a pipe, a socket or a device");
    }

    [Fact]
    public async Task A_socket_is_refused_by_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere paths of sockets are shorter than those of temporary folders.");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.Under("messages.jsonl")));
        await RefusedAsync("messages.jsonl is a pipe, a socket or a device");
    }

    [Fact]
    public async Task Broken_links_and_folders_are_reported_together()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only some make links.");
        File.CreateSymbolicLink(folder.Under("messages1.jsonl"), "messages2.jsonl");
        File.CreateSymbolicLink(folder.Under("messages2.jsonl"), "messages1.jsonl");
        File.CreateSymbolicLink(folder.Under("messages3.jsonl"), "nowhere");
        Directory.CreateDirectory(folder.Under("messages4.jsonl"));
        var said = await RefusedAsync("messages1.jsonl is a link that leads in a circle");
        Assert.Contains("messages3.jsonl is a link to a file that does not exist", said, StringComparison.Ordinal);
        Assert.Contains("messages4.jsonl is a folder", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_a_file_is_read_and_changes_with_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only some make links.");
        using var elsewhere = new TempFolder().With([new("rows", RowFormat.Lines(GarbageCorpus.GoodMessages[..1]))]);
        File.SetLastWriteTimeUtc(elsewhere.Under("rows"), DateTime.UtcNow.AddHours(-1));
        File.CreateSymbolicLink(folder.Under("messages.jsonl"), elsewhere.Under("rows"));
        var first = await ReadAsync(folder.Path);
        Assert.Equal(1, first.Count<Message>());
        elsewhere.With([new("rows", RowFormat.Lines(GarbageCorpus.GoodMessages))]);
        Assert.Equal(3, (await ReadAsync(folder.Path, first.Marks)).Count<Message>());
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        folder.With([new("messages.jsonl", [])]);
        Assert.Equal(2, (await ReadAsync(folder.Path)).Count<Conversation>());
    }

    [Fact]
    public async Task A_file_of_log_lines_is_handed_over_while_it_is_read()
    {
        var lines = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i} served\n"));
        folder.With([new("messages.jsonl", Encoding.UTF8.GetBytes(lines))]);
        var file = SourceFile.Of(new FileInfo(folder.Under("messages.jsonl")));
        var progress = new ReadProgress(file.Length);
        using (var pages = new FileReader(file, new RowReader(TimeZoneInfo.Utc), 1_000, TimeProvider.System, progress).Read(Stop).GetEnumerator())
        {
            Assert.True(pages.MoveNext());
            Assert.InRange(progress.Add(0), 0, 0.9);
        }

        Assert.Equal(100_000, await Pages(folder.Under("messages.jsonl")).Select(page => page.DeadLetters.Count).SumAsync(Stop));
    }

    [Fact]
    public async Task Rows_behind_many_log_lines_are_judged_as_those_before()
    {
        var lines = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i} served\n"));
        folder.With([new("messages.jsonl", Encoding.UTF8.GetBytes(lines + """{"id":"m1","query":"hush","created_at":"2025-04-01"}"""))]);
        var refused = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(folder.Path));
        Assert.Contains("has no column conversation_id", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packed_blank_lines_are_passed_over_and_rows_keep_their_numbers()
    {
        const int Blank = 100 << 20;
        using (var packed = new GZipStream(File.Create(folder.Under("messages.jsonl.gz")), CompressionLevel.Fastest))
        {
            var lines = new byte[1 << 20];
            Array.Fill(lines, (byte)'\n');
            for (int written = 0; written < Blank; written += lines.Length)
            {
                packed.Write(lines);
            }

            packed.Write(Encoding.UTF8.GetBytes(" \r\n\t\n  " + GarbageCorpus.GoodMessages[0] + "\n\nno row"));
        }

        var pages = await Pages(folder.Path).Where(page => page.Table == SourceTable.Messages).ToListAsync(Stop);
        Assert.Equal($"messages.jsonl.gz line {Blank + 3}", Assert.Single(pages.SelectMany(page => page.Messages)).Origin);
        Assert.Equal($"messages.jsonl.gz line {Blank + 5}", Assert.Single(pages.SelectMany(page => page.DeadLetters)).Origin);
        Assert.InRange(pages.Count, 1, 2);
        Assert.InRange(pages.Sum(page => page.RawBytes), Blank, Blank + 4096);
    }

    [Fact]
    public async Task A_page_ends_at_a_number_of_bytes()
    {
        var rows = Enumerable.Range(0, 8).Select(i => $$"""{"id":"m{{i}}","conversation_id":"c1","query":"{{new string('x', 6 << 20)}}","answer":"","created_at":"2025-04-01"}""");
        folder.With([new("messages.jsonl", RowFormat.Lines([.. rows]))]);
        var pages = await Pages(folder.Path).Where(page => page.Table == SourceTable.Messages).Select(page => page.Messages.Count).ToListAsync(Stop);
        Assert.Equal(8, pages.Sum());
        Assert.All(pages, rows => Assert.InRange(rows, 0, 3));
    }

    [Fact]
    public void A_file_that_grows_ends_where_it_ended_when_it_was_opened()
    {
        using var stream = new LimitedStream(new MemoryStream(new byte[100]), 60);
        Assert.Equal(60, stream.ReadAtLeast(new byte[100], 100, throwOnEndOfStream: false));
        Assert.Equal(0, stream.Read(new byte[1]));
    }

    private static IAsyncEnumerable<SourcePage> Pages(string path) => Source(path).ReadAsync(Request(), Stop);

    private static Task<SourceReading> ReadAsync(string path, ImmutableDictionary<string, SourceMark>? marks = null) => SourceReading.OfAsync(Source(path), Request(marks), Stop);

    private static FilesSource Source(string path) => new(path, new RowReader(TimeZoneInfo.Utc), TimeProvider.System);

    private static SourceRequest Request(ImmutableDictionary<string, SourceMark>? marks = null) => new(marks ?? [], PageSize: 1_000, Parallelism: 2, Full: false);

    private async Task<string> RefusedAsync(string said)
    {
        var refused = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(folder.Path).WaitAsync(TimeSpan.FromMinutes(1), Stop));
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Only regular files and links to them are read", refused.Message, StringComparison.Ordinal);
        return refused.Message;
    }

    [DllImport("libc", EntryPoint = "mkfifo")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe(byte[] path, uint mode);
}
