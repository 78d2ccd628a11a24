using Colloquy.Rights;
using Colloquy.Stores;
using Colloquy.Stores.Ownership;
using Colloquy.TestKit;

namespace Colloquy.Tests.Stores;

public sealed class FileLockTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lock_is_held_by_one_and_its_file_stays()
    {
        using var temp = new TempFolder();
        var path = temp.Under("store.lock");
        Assert.False(FileLock.IsHeld(path));
        Assert.False(File.Exists(path));
        using (await TakeAsync(path))
        {
            Assert.True(FileLock.IsHeld(path));
            Assert.Null(await TakeAsync(path));
        }

        Assert.True(File.Exists(path));
        Assert.False(FileLock.IsHeld(path));
        using var again = await TakeAsync(path);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task The_next_holder_reads_what_the_last_one_left()
    {
        using var temp = new TempFolder();
        using (var first = (await TakeAsync(temp.Under("lock")))!)
        {
            Assert.Equal("", first.ReadText());
            first.WriteText("a longer text");
            first.WriteText("nonce");
        }

        using var next = (await TakeAsync(temp.Under("lock")))!;
        Assert.Equal("nonce", next.ReadText());
    }

    [Fact]
    public async Task Whoever_asks_again_and_again_keeps_nobody_from_taking_it()
    {
        using var temp = new TempFolder();
        var path = temp.Under("lock");
        (await TakeAsync(path))!.Dispose();
        using var done = new CancellationTokenSource();
        var asking = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    FileLock.IsHeld(path);
                }
            },
            Stop);
        for (var i = 0; i < 20; i++)
        {
            using var taken = await TakeAsync(path);
            Assert.NotNull(taken);
        }

        await done.CancelAsync();
        await asking;
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_named()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp.Under("folder"));
        foreach (var path in (string[])[temp.Under("folder"), temp.Under("nowhere/lock")])
        {
            var refused = await Assert.ThrowsAsync<StoreException>(() => TakeAsync(path));
            Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        }
    }

    private static Task<FileLock?> TakeAsync(string path) => FileLock.TryTakeAsync(path, FileRights.Private, Stop);
}
