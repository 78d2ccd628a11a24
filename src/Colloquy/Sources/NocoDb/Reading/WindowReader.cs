using System.Runtime.CompilerServices;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Schema;
using Colloquy.Sources.Rows;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>
/// Reads the rows of a table in a time window with keyset pagination: each request continues at the second of the last row and skips rows
/// already read. Offsets are used only within a second (within a day if the server compares days).
/// </summary>
internal sealed class WindowReader<T>(NocoDbSession session, TableSchema schema, RowFacts<T> facts, TimeZoneInfo zone)
    where T : class
{
    private const int MostRepeated = 20;

    private readonly RowShape shape = new(schema, session.Api);
    private long Unit => session.ComparesDays ? TimeSpan.TicksPerDay : TimeSpan.TicksPerSecond;

    private readonly Model.Fields.Field created = facts.Table.Columns.Find("created_at"u8)!;

    /// <param name="filter">An additional condition.</param>
    /// <param name="from">Null for the beginning.</param>
    /// <param name="to">Null for the end.</param>
    /// <returns>One page per request, ordered by (created_at, id); each row once.</returns>
    public async IAsyncEnumerable<ReadPage<T>> ReadAsync(
        Where filter, DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parser = new RowParser<T>(facts.Table, zone);
        var group = from is { } start ? GroupOf(start) : (DateTimeOffset?)null;
        var known = new HashSet<string>(StringComparer.Ordinal);
        int offset = 0, size = NocoDbSession.LargestPage;
        long? total = null;
        int repeated = 0;
        while (true)
        {
            var where = filter & After(group) & Before(to);
            if (await session.ReadAsync(schema, schema.Order, where, offset, cancellationToken, size) is not { Count: > 0 } answer)
            {
                break;
            }

            var rows = Enumerable.Range(0, answer.Count).Select(i => Parse(parser, answer[i], answer.IsCut)).ToList();
            CheckProgress(rows.Exists(row => row.Id is null || !known.Contains(row.Id)), ref repeated, known.Count / rows.Count);
            var remaining = (answer.Total ?? long.MaxValue) - offset - answer.Count;
            bool more = answer.Total is null ? answer.HasNext : remaining > 0;
            yield return new ReadPage<T>(
                [.. rows.Where(row => (row.Id is null || !known.Contains(row.Id)) && IsWithin(row.Created, from, to))], answer.Bytes,
                more ? remaining : 0);
            bool moved = offset > 0 && answer.Total < total;
            if (!more && !moved)
            {
                break;
            }

            total = answer.Total;
            var last = rows.Select(row => row.Created).Max();
            if (moved)
            {
                // A row of the group was removed, so the others moved up: restart the group and skip known rows.
                offset = 0;
            }
            else if (last is { } time && (group is null || GroupOf(time) > group))
            {
                group = GroupOf(time);
                known.Clear();
                (offset, size, total) = (0, NocoDbSession.LargestPage, null);
            }
            else
            {
                // All pages of a group have the same size, so that offsets stay consistent.
                size = offset == 0 ? answer.Count : size;
                offset += answer.Count;
            }

            known.UnionWith(rows.Where(row => row.Id is not null && (row.Created is null || GroupOf(row.Created.Value) == group))
                .Select(row => row.Id!));
        }
    }

    /// <summary>The last (or first) created row; null if no row has a time.</summary>
    public async Task<ReadRow<T>?> FindEndAsync(bool last, CancellationToken cancellationToken)
    {
        var where = schema.Created.IsRequired ? Where.Anything : Where.IsNotBlank(schema.Created);
        var answer = await session.ReadAsync(schema, [(schema.Created, last), (schema.RowId, last)], where, 0, cancellationToken, most: 1);
        return answer is { Count: > 0 } ? Parse(new RowParser<T>(facts.Table, zone), answer[0], answer.IsCut) : null;
    }

    /// <summary>Rows without a creation time, which no window contains; each is a dead letter.</summary>
    public async IAsyncEnumerable<ReadPage<T>> ReadTimelessAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parser = new RowParser<T>(facts.Table, zone);
        int offset = 0, repeated = 0;
        var before = new HashSet<string>(StringComparer.Ordinal);
        while (await session.ReadAsync(
            schema, [(schema.RowId, false)], Where.IsBlank(schema.Created), offset, cancellationToken) is { Count: > 0 } answer)
        {
            ImmutableArray<ReadRow<T>> rows = [.. Enumerable.Range(0, answer.Count).Select(i => Parse(parser, answer[i], answer.IsCut))];
            CheckProgress(rows.Any(row => row.Id is null || !before.Contains(row.Id)), ref repeated, knownPages: 1);
            yield return new ReadPage<T>(rows, answer.Bytes, 0);
            offset += answer.Count;
            before = rows.Select(row => row.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>The condition of a window as the server understands it; never narrower than requested.</summary>
    public Where Window(DateTimeOffset? from, DateTimeOffset? to) => After(from is { } start ? GroupOf(start) : null) & Before(to);

    /// <summary>The second or day to which a filter is precise.</summary>
    public DateTimeOffset GroupOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % Unit), TimeSpan.Zero);

    /// <summary>The end of a time's group; the end of time if there is none after it.</summary>
    public DateTimeOffset NextGroup(DateTimeOffset time) =>
        GroupOf(time) is var group && DateTimeOffset.MaxValue - group > TimeSpan.FromTicks(Unit)
            ? group.AddTicks(Unit)
            : DateTimeOffset.MaxValue;

    private Where After(DateTimeOffset? group) => group is { } start ? Where.AtOrAfter(schema.Created, start) : Where.Anything;

    private Where Before(DateTimeOffset? to)
    {
        if (to is not { } end)
        {
            return Where.Anything;
        }

        return Where.Before(schema.Created, GroupOf(end) == end ? end : NextGroup(end));
    }

    private static bool IsWithin(DateTimeOffset? time, DateTimeOffset? from, DateTimeOffset? to) =>
        time is not { } created || ((from is null || created >= from) && (to is null || created < to));

    // When rows are removed, known rows are returned again. A server that returns only known rows would keep this loop running for ever.
    private void CheckProgress(bool hasNew, ref int repeated, int knownPages)
    {
        repeated = hasNew ? 0 : repeated + 1;
        if (repeated > MostRepeated + (2 * knownPages))
        {
            throw new NocoDbException("it keeps returning the same rows").About(schema.Title);
        }
    }

    private ReadRow<T> Parse(RowParser<T> parser, ReadOnlyMemory<byte> raw, bool isCut)
    {
        var row = shape.Apply(raw);
        bool isGood = parser.TryParse(row, out var good, out var fault);
        if (isCut)
        {
            fault = new RowFault(
                DeadReason.TooLarge, $"larger than {RecordsAnswer.LargestPage >> 20} MB; of the row only its key and times are kept");
        }
        else if (isGood)
        {
            return new(facts.Id(good!), good, null, facts.Created(good!), facts.Updated(good!), facts.Live(good!), row);
        }

        var dead = parser.Bury(fault!, "", row.ToArray());
        dead = dead with { Key = dead.RowId is null ? "" : DeadLetter.KeyOf(schema.Table, dead.RowId) };
        return new(dead.RowId, null, dead, parser.PeekInstant(created), null, true, row);
    }
}
