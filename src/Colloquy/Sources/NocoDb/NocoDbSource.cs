using System.Runtime.CompilerServices;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Reading;
using Colloquy.Sources.NocoDb.Schema;
using Colloquy.Sources.Rows;

namespace Colloquy.Sources.NocoDb;

/// <summary>
/// Reads Dify's tables from NocoDB, with version 2 or 3 of its API. <c>docs/nocodb.md</c> describes the setup and what is read when.
/// </summary>
public sealed class NocoDbSource : ISource, IDisposable
{
    private readonly NocoDbOptions options;
    private readonly RowReader rows;
    private readonly TimeProvider clock;
    private readonly NocoDbClient client;

    /// <summary>Creates a source. It connects on first use.</summary>
    public NocoDbSource(NocoDbOptions options, RowReader rows, TimeProvider clock)
    {
        (this.options, this.rows, this.clock) = (options, rows, clock);
        client = new NocoDbClient(options, clock);
        var address = options.BaseUrl.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.Unescaped);
        Name = $"nocodb:{address.TrimEnd('/')}/{options.BaseId}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool RowsHaveIds => true;

    /// <summary>Requests sent so far, retries included.</summary>
    public long Requests => client.Requests;

    /// <summary>Bytes of all responses so far, uncompressed.</summary>
    public long Bytes => client.Bytes;

    /// <summary>Whether this is a column that is read, in Dify's names: <c>messages.created_at</c>.</summary>
    public static bool IsColumn(string name) => SchemaReader.IsColumn(name);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.PageSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Parallelism, 1);
        await using var pages = ReadTablesAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
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

    /// <inheritdoc/>
    public async Task<SourcePlan> PlanAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var (session, schema) = await OpenAsync(request, cancellationToken);
            return await new Planner(session, schema, rows.Zone, request, Now()).PlanAsync(clock, cancellationToken);
        }
        catch (NocoDbException failure)
        {
            throw Complaint.Of(failure, options);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var findings = FindAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
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

    /// <summary>Closes the connections.</summary>
    public void Dispose() => client.Dispose();

    // A person is waiting, so an unreachable server is reported at once.
    private async IAsyncEnumerable<Finding> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var impatient = options with { MaxRetries = Math.Min(options.MaxRetries, 1) };
        using var asking = new NocoDbClient(impatient, clock);
        var (session, schema) = await new SchemaReader(asking, impatient, Now).OpenAsync(null, cancellationToken);
        await foreach (var finding in new Examiner(asking, session, schema, impatient, clock).ExamineAsync(cancellationToken))
        {
            yield return finding;
        }
    }

    private async IAsyncEnumerable<SourcePage> ReadTablesAsync(
        SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (session, schema) = await OpenAsync(request, cancellationToken);
        if (schema.ToMark() is var mark && request.Marks.GetValueOrDefault(mark.Key) != mark && request.Scope.IsEverything)
        {
            yield return new SourcePage { Table = SourceTable.Apps, Unit = mark.Key, Mark = mark };
        }

        await foreach (var page in new AppReading(session, schema, rows.Zone, request).ReadAsync(cancellationToken))
        {
            yield return page;
        }

        var start = Now();
        if (Reading(SourceTable.EndUsers, RowFacts.EndUsers) is { } endUsers)
        {
            await foreach (var page in endUsers.ReadAsync(cancellationToken))
            {
                yield return page;
            }
        }

        var conversations = Reading(SourceTable.Conversations, RowFacts.Conversations);
        var messages = Reading(SourceTable.Messages, RowFacts.Messages);
        await foreach (var page in conversations!.ReadAsync(cancellationToken).Concat(messages!.ReadAsync(cancellationToken)))
        {
            yield return page;
        }

        // Messages may belong to conversations that began after the conversations were read.
        if (messages.GaveRows && request.Scope.IsEverything)
        {
            await foreach (var page in conversations.ReadChangesAsync(cancellationToken))
            {
                yield return page;
            }
        }

        if (Reading(SourceTable.Feedbacks, RowFacts.Feedbacks) is { } feedbacks)
        {
            await foreach (var page in feedbacks.ReadAsync(cancellationToken))
            {
                yield return page;
            }
        }

        TableReading<T>? Reading<T>(SourceTable table, RowFacts<T> facts)
            where T : class => schema.Tables.TryGetValue(table, out var found)
                ? new TableReading<T>(session, new TableState<T>(session, found, facts, rows.Zone, request, start))
                : null;
    }

    private async Task<(NocoDbSession Session, SourceSchema Schema)> OpenAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        var recorded = request.Full ? null : SourceSchema.Of(request.Marks);
        return await new SchemaReader(client, options, Now).OpenAsync(recorded, cancellationToken);
    }

    // The slower of the two clocks, so that no row is considered old before its time has come on both.
    private DateTimeOffset Now() => client.ServerTime is { } server && server < clock.GetUtcNow() ? server : clock.GetUtcNow();
}
