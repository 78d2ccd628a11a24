namespace Colloquy.Analyse;

/// <summary>
/// Builds the turn tree of a conversation. Dify stores a parent for each message. The all-zero UUID is a root. A null before the first
/// message with a parent is an old row, which follows the message before it in time; a later null is a root. A parent that no longer
/// exists, or that would close a cycle, is replaced by the message before. The active branch leads from the newest message to its root, as
/// Dify shows it.
/// </summary>
internal static class TurnTree
{
    private const int Root = -1;
    private const int Unresolved = -2;

    /// <summary>Builds the turns.</summary>
    /// <param name="messages">Ordered by (created, id).</param>
    public static ImmutableArray<Turn> Build(ImmutableArray<Message> messages)
    {
        if (messages.IsEmpty)
        {
            return [];
        }

        var parents = Parents(messages);
        var order = InTreeOrder(messages, parents);
        var number = new int[messages.Length];
        for (var i = 0; i < order.Length; i++)
        {
            number[order[i]] = i + 1;
        }

        var active = new bool[messages.Length];
        for (var i = order[^1]; i != Root; i = parents[i])
        {
            active[i] = true;
        }

        var turns = ImmutableArray.CreateBuilder<Turn>(messages.Length);
        var answered = new HashSet<int>();
        foreach (var i in order)
        {
            turns.Add(new Turn(
                messages[i], number[i], parents[i] == Root ? null : number[parents[i]], active[i],
                Regeneration: !answered.Add(parents[i])));
        }

        return turns.MoveToImmutable();
    }

    private static int[] Parents(ImmutableArray<Message> messages)
    {
        var parents = new int[messages.Length];
        var index = new Dictionary<string, int>(messages.Length, StringComparer.Ordinal);
        for (var i = 0; i < messages.Length; i++)
        {
            index[messages[i].Id] = i;
        }

        var parentSeen = false;
        for (var i = 0; i < messages.Length; i++)
        {
            var id = messages[i].ParentMessageId;
            parents[i] = id switch
            {
                null => parentSeen ? Root : i - 1,
                Message.Nil => Root,
                _ => index.TryGetValue(id, out var parent) && parent != i ? parent : i - 1,
            };
            parentSeen |= id is not null;
        }

        BreakCircles(parents);
        return parents;
    }

    // A cycle is broken at its earliest message. Messages are visited from last to first, so a message later than the current one is in no
    // cycle any more. Paths already walked are shortened, so the total cost is close to linear.
    private static void BreakCircles(int[] parents)
    {
        // For each visited message: the first message on its path to the root that is earlier than itself or than one visited since.
        var earlier = new int[parents.Length];
        for (var i = parents.Length - 1; i >= 0; i--)
        {
            var end = parents[i];
            while (end > i)
            {
                end = earlier[end];
            }

            for (var on = parents[i]; on > i;)
            {
                var next = earlier[on];
                earlier[on] = end;
                on = next;
            }

            if (end == i)
            {
                parents[i] = end = i - 1;
            }

            earlier[i] = end;
        }
    }

    // Times often have a resolution of a second. Within a second the parent comes first, whatever the ids.
    private static int[] InTreeOrder(ImmutableArray<Message> messages, int[] parents)
    {
        var order = new int[messages.Length];
        var sorted = true;
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            sorted &= parents[i] < i;
        }

        if (sorted)
        {
            return order;
        }

        var depth = new int[messages.Length];
        Array.Fill(depth, Unresolved);
        for (var i = 0; i < depth.Length; i++)
        {
            Resolve(i, parents, depth);
        }

        Array.Sort(order, (a, b) =>
            messages[a].CreatedAt.CompareTo(messages[b].CreatedAt) is var byTime and not 0 ? byTime
            : depth[a].CompareTo(depth[b]) is var byDepth and not 0 ? byDepth
            : a.CompareTo(b));
        return order;
    }

    private static void Resolve(int node, int[] parents, int[] depth)
    {
        var path = new Stack<int>();
        var i = node;
        while (i != Root && depth[i] == Unresolved)
        {
            path.Push(i);
            i = parents[i];
        }

        var level = i == Root ? 0 : depth[i] + 1;
        while (path.TryPop(out var next))
        {
            depth[next] = level++;
        }
    }
}
