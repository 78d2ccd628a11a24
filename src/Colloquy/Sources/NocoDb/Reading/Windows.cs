using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>Reads windows in parallel and returns their pages in the order of the windows, holding at most a few pages of each.</summary>
internal static class Windows
{
    private const int PagesAhead = 2;

    // Windows waiting or finished for each one being read, so that the server is busy while pages are stored.
    private const int WindowsAhead = 2;

    /// <param name="next">Returns the next window's reader, or null after the last.</param>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Func<Func<CancellationToken, IAsyncEnumerable<T>>?> next, int degree, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(degree);
        var reading = new Queue<(ChannelReader<T> Pages, Task Work)>();
        try
        {
            while (true)
            {
                while (reading.Count < degree * WindowsAhead && next() is { } window)
                {
                    var pages = Channel.CreateBounded<T>(
                        new BoundedChannelOptions(PagesAhead) { SingleReader = true, SingleWriter = true });

                    // Acquired here, in the order of the windows, so that the first never waits for a later one.
                    var slot = slots.WaitAsync(abandoned.Token);
                    reading.Enqueue(
                        (pages.Reader,
                        Task.Run(
                        () => FillAsync(window(abandoned.Token), slot, slots, pages.Writer, abandoned.Token), CancellationToken.None)));
                }

                if (!reading.TryPeek(out var first))
                {
                    yield break;
                }

                await foreach (var page in first.Pages.ReadAllAsync(cancellationToken))
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

    // The failure reaches the reader through the channel, so it is not rethrown here.
    private static async Task FillAsync<T>(
        IAsyncEnumerable<T> pages, Task slot, SemaphoreSlim slots, ChannelWriter<T> writer, CancellationToken cancellationToken)
    {
        try
        {
            await slot;
            try
            {
                await foreach (var page in pages.WithCancellation(cancellationToken))
                {
                    await writer.WriteAsync(page, cancellationToken);
                }
            }
            finally
            {
                slots.Release();
            }

            writer.Complete();
        }
#pragma warning disable CA1031 // Passed to the reader of the channel as a value.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            writer.Complete(failure);
        }
    }
}
