namespace Colloquy.Stores.Merging;

/// <summary>What a store has of the apps, end users, dead letters and the mark that a page mentions. Others may be missing.</summary>
public sealed record StoredSideRows
{
    /// <summary>Apps by id.</summary>
    public IReadOnlyDictionary<string, Versioned<App>> Apps { get; init; } = ImmutableDictionary<string, Versioned<App>>.Empty;

    /// <summary>End users, opened, by id.</summary>
    public IReadOnlyDictionary<string, Versioned<EndUser>> EndUsers { get; init; } = ImmutableDictionary<string, Versioned<EndUser>>.Empty;

    /// <summary>Tables of the stored dead letters, by key.</summary>
    public IReadOnlyDictionary<string, SourceTable> DeadLetters { get; init; } = ImmutableDictionary<string, SourceTable>.Empty;

    /// <summary>The stored mark with the source and the key of the page's mark.</summary>
    public SourceMark? Mark { get; init; }
}

/// <summary>
/// What a page changes besides conversations: apps, end users, dead letters and the mark. Only rows that differ are written.
/// </summary>
/// <param name="AddedLetters">
/// Dead letters seen for the first time. A known letter keeps the collect run that first delivered it. A letter that the same page
/// replays successfully is counted but not written.
/// </param>
/// <param name="RemovedLetters">Keys of stored letters that were replayed successfully.</param>
/// <param name="Mark">The new mark; null if it does not change.</param>
/// <param name="Tally">Counts of the letters.</param>
/// <param name="Seen">
/// By how much the tallies change through letters. A letter counts as a row seen; once replayed, it is counted as the row that it
/// became.
/// </param>
public sealed record SideChange(
    ImmutableArray<App> Apps, ImmutableArray<EndUser> EndUsers, ImmutableArray<DeadLetter> AddedLetters,
    ImmutableArray<string> RemovedLetters, SourceMark? Mark, CommitResult Tally, ImmutableSortedDictionary<SourceTable, long> Seen)
{
    /// <summary>Compares a page with what is stored.</summary>
    public static SideChange Of(PageCommit page, StoredSideRows stored)
    {
        var revived = page.Revived.ToHashSet(StringComparer.Ordinal);
        var fresh = page.DeadLetters.DistinctBy(letter => letter.Key, StringComparer.Ordinal)
            .Where(letter => !stored.DeadLetters.ContainsKey(letter.Key)).ToList();
        ImmutableArray<DeadLetter> added = [.. fresh.Where(letter => !revived.Contains(letter.Key))];
        ImmutableArray<string> removed = [.. revived.Where(stored.DeadLetters.ContainsKey)];
        return new SideChange(
            Newer(page.Apps, app => app.Id, VersionOrder.Of, page.Generation, stored.Apps),
            Newer(page.EndUsers, user => user.Id, VersionOrder.Of, page.Generation, stored.EndUsers),
            added,
            removed,
            page.Mark == stored.Mark ? null : page.Mark,
            CommitResult.Nothing with { Dead = fresh.Count, Unchanged = page.DeadLetters.Count - fresh.Count },
            added.Select(letter => (letter.Table, Count: 1)).Concat(removed.Select(key => (Table: stored.DeadLetters[key], Count: -1)))
                .GroupBy(letter => letter.Table)
                .ToImmutableSortedDictionary(ofTable => ofTable.Key, ofTable => (long)ofTable.Sum(letter => letter.Count)));
    }

    // The newest version of each row, if it is newer than the stored one.
    private static ImmutableArray<T> Newer<T>(
        IReadOnlyList<T> rows, Func<T, string> id, Func<T, long, VersionOrder> order, long generation,
        IReadOnlyDictionary<string, Versioned<T>> stored)
        where T : class =>
    [
        .. rows.GroupBy(id, StringComparer.Ordinal).Select(versions => versions.MaxBy(row => order(row, generation))!)
            .Where(row => !stored.TryGetValue(id(row), out var before)
                || (!row.Equals(before.Row) && order(row, generation).CompareTo(order(before.Row, before.Generation)) > 0)),
    ];
}
