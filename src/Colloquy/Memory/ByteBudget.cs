namespace Colloquy.Memory;

/// <summary>
/// Bytes that may be in memory at once, shared by those who hold them. Something larger than what is left waits; what is larger than the whole budget goes alone.
/// Safe for use by many threads.
/// </summary>
internal sealed class ByteBudget(long most)
{
    private readonly Lock gate = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Turn)> waiting = [];
    private long taken;

    /// <summary>The most bytes that were taken at one time.</summary>
    public long HighWater { get; private set; }

    public long Taken
    {
        get
        {
            lock (gate)
            {
                return taken;
            }
        }
    }

    /// <summary>Takes bytes, in the order of the calls; what is taken has to be given back.</summary>
    public async Task TakeAsync(long bytes, CancellationToken stop)
    {
        LinkedListNode<(long Bytes, TaskCompletionSource Turn)> place;
        lock (gate)
        {
            if (waiting.Count == 0 && Fits(bytes))
            {
                Add(bytes);
                return;
            }

            place = waiting.AddLast((bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        await using var stopped = stop.Register(() =>
        {
            lock (gate)
            {
                if (place.List is not null)
                {
                    waiting.Remove(place);
                    place.Value.Turn.SetCanceled(stop);
                    Admit();
                }
            }
        });
        await place.Value.Turn.Task;
    }

    public void Release(long bytes) => Replace(bytes, 0);

    /// <summary>Changes what was taken to what it turned out to be, without waiting.</summary>
    public void Replace(long before, long now)
    {
        lock (gate)
        {
            Add(now - before);
            Admit();
        }

        // What went alone was most of the memory, and is garbage by now: the collector would let several of its size pile up first.
        if (before - now > most)
        {
            GC.Collect();
        }
    }

    private void Admit()
    {
        while (waiting.First is { } next && Fits(next.Value.Bytes))
        {
            waiting.RemoveFirst();
            Add(next.Value.Bytes);
            next.Value.Turn.SetResult();
        }
    }

    private bool Fits(long bytes) => taken == 0 || taken + bytes <= most;

    private void Add(long bytes)
    {
        taken += bytes;
        HighWater = Math.Max(HighWater, taken);
    }
}
