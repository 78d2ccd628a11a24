namespace Colloquy.Memory;

/// <summary>
/// Limits the bytes in memory at once. A request that does not fit waits; one larger than the whole budget is admitted alone. Thread-safe.
/// </summary>
internal sealed class ByteBudget(long most)
{
    private readonly Lock gate = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Turn)> waiting = [];
    private long taken;

    /// <summary>Most bytes taken at one time.</summary>
    public long HighWater { get; private set; }

    /// <summary>Bytes taken now.</summary>
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

    /// <summary>
    /// Takes bytes, in the order of the calls, and waits until they fit. Every call must be paired with <see cref="Release"/>.
    /// </summary>
    public async Task TakeAsync(long bytes, CancellationToken cancellationToken)
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

        await using var stopped = cancellationToken.Register(() =>
        {
            lock (gate)
            {
                if (place.List is not null)
                {
                    waiting.Remove(place);
                    place.Value.Turn.SetCanceled(cancellationToken);
                    Admit();
                }
            }
        });
        await place.Value.Turn.Task;
    }

    /// <summary>Gives bytes back.</summary>
    public void Release(long bytes) => Replace(bytes, 0);

    /// <summary>Corrects an amount taken earlier to its real size, without waiting.</summary>
    public void Replace(long before, long now)
    {
        lock (gate)
        {
            Add(now - before);
            Admit();
        }

        // An item admitted alone used most of the memory and is garbage now. Without this, the garbage collector would let several pile up
        // first.
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
