using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Reading;
using Colloquy.Sources.NocoDb.Schema;

namespace Colloquy.Sources.NocoDb;

/// <summary>Counts what would be read, and reads one page to estimate the time.</summary>
internal sealed class Planner(NocoDbSession session, SourceSchema schema, TimeZoneInfo zone, SourceRequest request, DateTimeOffset start)
{
    // Requests per table besides its pages: schema, bounds, counts.
    private const int Overhead = 4;

    public async Task<SourcePlan> PlanAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        var tables = ImmutableArray.CreateBuilder<PlannedTable>();
        foreach (var (table, found) in schema.Tables)
        {
            var rows = await session.CountAsync(found, Filter(table, found), cancellationToken);
            tables.Add(new PlannedTable(table, rows, (rows / NocoDbSession.LargestPage) + Overhead, null));
        }

        var messages = schema.Tables[SourceTable.Messages];
        var began = clock.GetTimestamp();
        await session.ReadAsync(messages, [], Where.Anything, 0, cancellationToken);
        var seconds = clock.GetElapsedTime(began).TotalSeconds * tables.Sum(t => t.Requests);
        var paced = session.Options.RequestRate is > 0 and var rate ? tables.Sum(t => t.Requests) / rate : 0;
        return new SourcePlan(tables.ToImmutable(), TimeSpan.FromSeconds(Math.Max(seconds, paced)));
    }

    private Where Filter(SourceTable table, TableSchema found)
    {
        return request.Full ? Where.Anything : table switch
        {
            SourceTable.Conversations => Changes(RowFacts.Conversations),
            SourceTable.Messages => Changes(RowFacts.Messages),
            SourceTable.Feedbacks => Changes(RowFacts.Feedbacks),
            SourceTable.EndUsers => Changes(RowFacts.EndUsers),
            _ => Where.Anything,
        };

        Where Changes<T>(RowFacts<T> facts)
            where T : class => new TableState<T>(session, found, facts, zone, request, start).Changes();
    }
}
