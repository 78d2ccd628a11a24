using System.Globalization;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Schema;
using Colloquy.Sources.Rows;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>Reads the names of apps. There are few, so all are read, and returned only if they differ from the last reading.</summary>
internal sealed class AppReading(NocoDbSession session, SourceSchema schema, TimeZoneInfo zone, SourceRequest request)
{
    private const string Unit = "apps";

    // All are held in memory; an installation has a few hundred.
    private const int Most = 100_000;

    public async IAsyncEnumerable<SourcePage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!schema.Tables.TryGetValue(SourceTable.Apps, out var table))
        {
            yield break;
        }

        var shape = new RowShape(table, session.Api);
        var parser = new RowParser<App>(DifyTables.Apps, zone);
        var hash = new XxHash128();
        var apps = new List<App>();
        var dead = new List<DeadLetter>();
        long bytes = 0;
        while (await session.ReadAsync(
            table, [(table.RowId, false)], Where.Anything, apps.Count + dead.Count, cancellationToken) is { Count: > 0 } answer)
        {
            for (int i = 0; i < answer.Count; i++)
            {
                var raw = shape.Apply(answer[i]);
                hash.Append(raw.Span);
                bytes += raw.Length;
                if (parser.TryParse(raw, out var app, out var fault))
                {
                    apps.Add(app);
                }
                else
                {
                    var letter = parser.Bury(fault, Unit, raw.ToArray());
                    dead.Add(letter with { Key = letter.RowId is null ? "" : DeadLetter.KeyOf(SourceTable.Apps, letter.RowId) });
                }
            }

            if (apps.Count + dead.Count > Most)
            {
                throw new NocoDbException($"it has more than {Most} apps, or keeps returning the same ones").About(table.Title);
            }

            if (answer.Total is { } total ? apps.Count + dead.Count >= total : !answer.HasNext)
            {
                break;
            }
        }

        var mark = new SourceMark(
            Unit, hash.GetCurrentHashAsUInt128().ToString("x32", CultureInfo.InvariantCulture), bytes, apps.Count + dead.Count);
        if (request.Full || request.Marks.GetValueOrDefault(Unit) != mark)
        {
            foreach (var some in apps.Chunk(request.PageSize))
            {
                yield return new SourcePage { Table = SourceTable.Apps, Unit = Unit, Apps = some };
            }

            foreach (var some in dead.Chunk(request.PageSize))
            {
                yield return new SourcePage { Table = SourceTable.Apps, Unit = Unit, DeadLetters = some };
            }

            yield return new SourcePage { Table = SourceTable.Apps, Unit = Unit, RawBytes = bytes, Mark = mark };
        }
    }
}
