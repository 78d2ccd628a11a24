using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>Reads windows side by side and hands their pages over in the order of the windows, a few pages of each held at most.</summary>
internal static class Windows
{
    private const int PagesAhead = 2;

    // Windows that wait, or are read and not yet taken, for each that is being read: the server has work while pages are stored.
    private const int WindowsAhead = 2;

    /// <param name="next">The next window and how to read it, or null after the last.</param>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Func<Func<CancellationToken, IAsyncEnumerable<T>>?> next, int degree, [EnumeratorCancellation] CancellationToken stop)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var slots = new SemaphoreSlim(degree);
        var reading = new Queue<(ChannelReader<T> Pages, Task Work)>();
        try
        {
            while (true)
            {
                while (reading.Count < degree * WindowsAhead && next() is { } window)
                {
                    var pages = Channel.CreateBounded<T>(new BoundedChannelOptions(PagesAhead) { SingleReader = true, SingleWriter = true });

                    // Asked for here, in the order of the windows: the first one never waits for one behind it.
                    var slot = slots.WaitAsync(abandoned.Token);
                    reading.Enqueue((pages.Reader, Task.Run(() => FillAsync(window(abandoned.Token), slot, slots, pages.Writer, abandoned.Token), CancellationToken.None)));
                }

                if (!reading.TryPeek(out var first))
                {
                    yield break;
                }

                await foreach (var page in first.Pages.ReadAllAsync(stop))
                {
                    yield return page;
                }

                reading.Dequeue();
            }
        }
        finally
        {
            await abandoned.CancelAsync();
            await Task.WhenAll(reading.Select(r => r.Work));
        }
    }

    // A failure travels through the channel to the reader, hence no rethrow here.
    private static async Task FillAsync<T>(IAsyncEnumerable<T> pages, Task slot, SemaphoreSlim slots, ChannelWriter<T> writer, CancellationToken stop)
    {
        try
        {
            await slot;
            try
            {
                await foreach (var page in pages.WithCancellation(stop))
                {
                    await writer.WriteAsync(page, stop);
                }
            }
            finally
            {
                slots.Release();
            }

            writer.Complete();
        }
#pragma warning disable CA1031 // Turned into a value: whoever reads the channel gets it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            writer.Complete(failure);
        }
    }
}
