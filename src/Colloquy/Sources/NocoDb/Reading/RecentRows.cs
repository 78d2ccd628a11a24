using System.IO.Hashing;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>
/// Rows of this reading that the reading of changes will return again: those with the latest update times. If their content is the same,
/// they are skipped.
/// </summary>
/// <param name="settled">Rows updated before this time are remembered only if none was updated later.</param>
/// <param name="groupOf">The second or day to which a filter is precise.</param>
internal sealed class RecentRows(DateTimeOffset settled, Func<DateTimeOffset, DateTimeOffset> groupOf)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (DateTimeOffset Updated, UInt128 Hash)> rows = new(StringComparer.Ordinal);
    private DateTimeOffset least = DateTimeOffset.MinValue;

    public DateTimeOffset Settled => settled;

    /// <summary>The latest update time seen so far.</summary>
    public DateTimeOffset? Latest { get; private set; }

    /// <summary>Remembers a row.</summary>
    /// <returns>False if the same row with the same content is known.</returns>
    public bool Add<T>(in ReadRow<T> row)
        where T : class
    {
        if (row.Id is null || row.Updated is not { } updated)
        {
            return true;
        }

        var hash = XxHash128.HashToUInt128(row.Raw.Span);
        lock (gate)
        {
            if (rows.TryGetValue(row.Id, out var known) && known.Hash == hash)
            {
                return false;
            }

            Latest = Latest > updated ? Latest : updated;
            var bound = groupOf(Latest < settled ? Latest.Value : settled);
            if (bound > least)
            {
                least = bound;
                foreach (var (id, _) in rows.Where(r => r.Value.Updated < least).ToList())
                {
                    rows.Remove(id);
                }
            }

            if (updated >= least)
            {
                rows[row.Id] = (updated, hash);
            }

            return true;
        }
    }
}
