using System.Runtime.CompilerServices;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Reading;
using Colloquy.Sources.NocoDb.Schema;
using Colloquy.Sources.Rows;

namespace Colloquy.Sources.NocoDb;

/// <summary>
/// Reads Dify's tables from a NocoDB that serves them, whichever version of its API it speaks. <c>docs/nocodb.md</c> says how to set one up and what is read when.
/// </summary>
public sealed class NocoDbSource : ISource, IDisposable
{
    private readonly NocoDbOptions options;
    private readonly RowReader rows;
    private readonly TimeProvider clock;
    private readonly NocoDbClient client;

    public NocoDbSource(NocoDbOptions options, RowReader rows, TimeProvider clock)
    {
        (this.options, this.rows, this.clock) = (options, rows, clock);
        client = new NocoDbClient(options, clock);
        Name = $"nocodb:{options.BaseUrl.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.Unescaped).TrimEnd('/')}/{options.BaseId}";
    }

    public string Name { get; }

    public bool RowsHaveIds => true;

    /// <summary>Requests sent so far, repeated ones included.</summary>
    public long Requests => client.Requests;

    /// <summary>Bytes of all answers so far, unpacked.</summary>
    public long Bytes => client.Bytes;

    /// <summary>Whether this names a column that is read, in Dify's names: <c>messages.created_at</c>.</summary>
    public static bool IsColumn(string name) => SchemaReader.IsColumn(name);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.PageSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Parallelism, 1);
        await using var pages = ReadTablesAsync(request, stop).GetAsyncEnumerator(stop);
        while (true)
        {
            try
            {
                if (!await pages.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (NocoDbException failure)
            {
                throw Complaint.Of(failure, options);
            }

            yield return pages.Current;
        }
    }

    public async Task<SourcePlan> PlanAsync(SourceRequest request, CancellationToken stop)
    {
        try
        {
            var (session, schema) = await OpenAsync(request, stop);
            return await new Planner(session, schema, rows.Zone, request, Now()).PlanAsync(clock, stop);
        }
        catch (NocoDbException failure)
        {
            throw Complaint.Of(failure, options);
        }
    }

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await using var findings = FindAsync(stop).GetAsyncEnumerator(stop);
        while (true)
        {
            Finding? failed = null;
            try
            {
                if (!await findings.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (NocoDbException failure)
            {
                failed = new Finding(Health.Broken, "source", Complaint.Of(failure, options).Message);
            }
            catch (SourceException failure)
            {
                failed = new Finding(Health.Broken, "source", failure.Message);
            }

            yield return failed ?? findings.Current;
            if (failed is not null)
            {
                yield break;
            }
        }
    }

    public void Dispose() => client.Dispose();

    // Nobody waits for an answer that does not come: what is wrong now is what is asked for.
    private async IAsyncEnumerable<Finding> FindAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var impatient = options with { MaxRetries = Math.Min(options.MaxRetries, 1) };
        using var asking = new NocoDbClient(impatient, clock);
        var (session, schema) = await new SchemaReader(asking, impatient, Now).OpenAsync(null, stop);
        await foreach (var finding in new Examiner(asking, session, schema, impatient, clock).ExamineAsync(stop))
        {
            yield return finding;
        }
    }

    private async IAsyncEnumerable<SourcePage> ReadTablesAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken stop)
    {
        var (session, schema) = await OpenAsync(request, stop);
        if (schema.ToMark() is var mark && request.Marks.GetValueOrDefault(mark.Key) != mark && request.Scope.IsEverything)
        {
            yield return new SourcePage { Table = SourceTable.Apps, Unit = mark.Key, Mark = mark };
        }

        await foreach (var page in new AppReading(session, schema, rows.Zone, request).ReadAsync(stop))
        {
            yield return page;
        }

        var start = Now();
        if (Reading(SourceTable.EndUsers, RowFacts.EndUsers) is { } endUsers)
        {
            await foreach (var page in endUsers.ReadAsync(stop))
            {
                yield return page;
            }
        }

        var conversations = Reading(SourceTable.Conversations, RowFacts.Conversations);
        var messages = Reading(SourceTable.Messages, RowFacts.Messages);
        await foreach (var page in conversations!.ReadAsync(stop).Concat(messages!.ReadAsync(stop)))
        {
            yield return page;
        }

        // Conversations that began since they were read have messages here already.
        if (messages.GaveRows && request.Scope.IsEverything)
        {
            await foreach (var page in conversations.ReadChangesAsync(stop))
            {
                yield return page;
            }
        }

        if (Reading(SourceTable.Feedbacks, RowFacts.Feedbacks) is { } feedbacks)
        {
            await foreach (var page in feedbacks.ReadAsync(stop))
            {
                yield return page;
            }
        }

        TableReading<T>? Reading<T>(SourceTable table, RowFacts<T> facts)
            where T : class => schema.Tables.TryGetValue(table, out var found)
                ? new TableReading<T>(session, new TableState<T>(session, found, facts, rows.Zone, request, start))
                : null;
    }

    private async Task<(NocoDbSession Session, SourceSchema Schema)> OpenAsync(SourceRequest request, CancellationToken stop)
    {
        var recorded = request.Full ? null : SourceSchema.Of(request.Marks);
        return await new SchemaReader(client, options, Now).OpenAsync(recorded, stop);
    }

    // The slower of the two clocks: rows of a time that has not come yet on one of them are not taken for old.
    private DateTimeOffset Now() => client.ServerTime is { } server && server < clock.GetUtcNow() ? server : clock.GetUtcNow();
}
