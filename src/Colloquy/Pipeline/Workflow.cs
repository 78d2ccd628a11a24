using System.Diagnostics;
using Colloquy.Analyse;
using Colloquy.Annotators;
using Colloquy.Categorisers;
using Colloquy.Collect;
using Colloquy.Diagnostics;
using Colloquy.Publish;
using Colloquy.Sources;
using Colloquy.Sources.Rows;
using Colloquy.Stores;
using Colloquy.Stores.Ownership;
using Colloquy.Units;
using Microsoft.Extensions.Logging;

namespace Colloquy.Pipeline;

/// <summary>The parts of a workflow.</summary>
/// <param name="Source">Null if nothing is collected.</param>
/// <param name="Labeller">Created while rows are collected.</param>
/// <param name="Parallelism">Maximum concurrency of labelling, staging and reading.</param>
/// <param name="PageSize">Rows per transaction while collecting.</param>
public sealed record WorkflowParts(
    ISource? Source, RowReader Rows, IStore Store, ILake Lake, Lazy<Labeller> Labeller, Assembler Assembler, int Parallelism, int PageSize)
{
    /// <summary>Executes the units of the stages; by default on the threads of this process, <see cref="Parallelism"/> at once.</summary>
    public IUnitExecutor Executor { get; init; } =
        new LocalExecutor(new UnitContext(Store, Lake, Labeller, Assembler), Parallelism);

    /// <summary>Run after the categorisers. Created for one run; they share its budget.</summary>
    public ImmutableArray<IAnnotator> Annotators { get; init; } = [];

    /// <summary>Maximum number of concurrent questions to annotators.</summary>
    public int AnnotatorsAtOnce { get; init; } = new AnnotatorBounds().AtOnce;
}

/// <summary>
/// Runs stages while holding the store, and records the run. Each stage processes what its marks say is due, in idempotent units, so the
/// next run completes one that was killed.
/// </summary>
public sealed class Workflow(WorkflowParts parts, TimeProvider clock, ILogger logger, IProgress<StageProgress>? progress)
{
    /// <summary>Runs the stages.</summary>
    /// <returns>The finished run with its <see cref="ExitCode"/>. A failure is recorded in the store and rethrown.</returns>
    /// <exception cref="RunInProgressException">Another run holds the store.</exception>
    /// <exception cref="SourceException">The source cannot be read.</exception>
    /// <exception cref="StoreException">Another run has taken over the store; nothing was written since.</exception>
    public Task<RunRecord> RunAsync(RunRequest request, CancellationToken cancellationToken) => HoldingAsync(
        async (hold, lost) =>
        {
            await parts.Lake.ClaimAsync(hold, lost);
            return await RunAsync(request, hold, cancellationToken, lost);
        },
        cancellationToken);

    /// <summary>Retries dead letters. The next run labels and publishes the revived rows.</summary>
    public Task<ReplayResult> ReplayAsync(SourceTable? table, CancellationToken cancellationToken) => HoldingAsync(
        (_, lost) => new Replayer(parts.Store, parts.Rows).ReplayAsync(new DeadLetterFilter { Table = table }, lost), cancellationToken);

    /// <summary>Expires every snapshot of the lake but the current one.</summary>
    public Task<int> ExpireAsync(CancellationToken cancellationToken) => HoldingAsync(
        async (hold, lost) =>
        {
            await parts.Lake.ClaimAsync(hold, lost);
            return await parts.Lake.ExpireAsync(all: true, lost);
        },
        cancellationToken);

    /// <inheritdoc cref="ILake.RelocateAsync"/>
    public Task<int> RelocateAsync(string? address, CancellationToken cancellationToken) => HoldingAsync(
        async (hold, lost) =>
        {
            await parts.Lake.ClaimAsync(hold, lost);
            return await parts.Lake.RelocateAsync(address, lost);
        },
        cancellationToken);

    /// <summary>
    /// Counts the days that <see cref="Stage.Report"/> has to measure or report. Loads no categoriser and reads only the marks of days.
    /// </summary>
    public Task<int> CountDaysToReportAsync(CancellationToken cancellationToken) =>
        Revisions.CountDueAsync(parts.Store, Revisions.OfReports(parts.Lake, parts.Assembler), cancellationToken);

    /// <summary>Reads the status; a run may be in progress.</summary>
    public Task<Status> ReadStatusAsync(int runs, CancellationToken cancellationToken) =>
        ReadStatusAsync(runs, beside: true, cancellationToken);

    private Task<Status> ReadStatusAsync(int runs, bool beside, CancellationToken cancellationToken) =>
        new StatusReader(parts.Store, parts.Lake, AnnotationRun.Revision(parts.Labeller.Value.Revision, parts.Annotators), parts.Assembler)
            .ReadAsync(runs, beside, cancellationToken);

    /// <param name="work">Its token is cancelled with the caller's, and when another run takes over the store.</param>
    private async Task<T> HoldingAsync<T>(Func<IStoreHold, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var hold = await parts.Store.TakeAsync(cancellationToken);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, hold.Lost);
        try
        {
            return await work(hold, linked.Token);
        }
        catch (OperationCanceledException) when (hold.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw StoreException.Overtaken(parts.Store.Location);
        }
    }

    private async Task<RunRecord> RunAsync(RunRequest request, IStoreHold hold, CancellationToken cancellationToken, CancellationToken lost)
    {
        var started = clock.GetUtcNow();
        var before = await parts.Store.ReadRunsAsync(1, lost);
        var id = await parts.Store.BeginRunAsync(request.Command, started, lost);
        Log.RunBegins(logger, id, request.Command);
        var stages = ImmutableArray.CreateBuilder<StageRecord>();
        var warnings = new List<string>();
        var failures = new List<ConversationFailure>();
        using var annotation = new AnnotationRun(parts.Store, parts.Annotators, parts.AnnotatorsAtOnce, asks: true);

        // Every run needs the labeller at its end to compare counts. A failure here occurs again where it is used.
        _ = Task.Run(() => parts.Labeller.Value, lost);
        try
        {
            var (days, metrics) = (request.Stages.Contains(Stage.Publish), request.Stages.Contains(Stage.Report));
            var damage = await parts.Lake.MendAsync(days, metrics, lost);
            foreach (var found in damage.Found)
            {
                Log.LakeDamage(logger, found);
            }

            // Only a failed run or a reset table leaves files behind.
            if (before is not [{ Outcome: RunOutcome.Succeeded }] || !damage.Found.IsEmpty)
            {
                await parts.Lake.CleanAsync(lost);
            }

            foreach (var stage in request.Stages)
            {
                var watch = Stopwatch.GetTimestamp();
                var count = await RunAsync(stage, request, damage, annotation, warnings, failures, lost);
                stages.Add(new StageRecord(
                    Name(stage), count.Items, count.Written, count.Bytes, Stopwatch.GetElapsedTime(watch).TotalSeconds));
                Log.StageDone(logger, Name(stage), count.Items, count.Written, stages[^1].Seconds);
            }

            if (!damage.Found.IsEmpty && failures.Count == 0)
            {
                await parts.Lake.CompleteAsync(days, metrics, lost);
            }

            await parts.Lake.ExpireAsync(all: false, lost);
            await parts.Store.SettleAsync(lost);
            if (failures.Count > 0)
            {
                return await EndAsync(RunVerdict.Of(failures));
            }

            var status = await ReadStatusAsync(0, beside: false, lost);
            var verdict = RunVerdict.Of(request, status, warnings, annotation.Pause);
            if (verdict.ExitCode == ExitCode.NotReconciled)
            {
                foreach (var mismatch in status.Mismatches)
                {
                    Log.NotReconciled(logger, mismatch);
                }
            }

            return await EndAsync(verdict);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await EndAsync(RunVerdict.Cancelled);
        }
        catch (Exception failure) when (!hold.Lost.IsCancellationRequested)
        {
            await LogFailureAsync(failure);
            throw;
        }

        // If the store itself failed, this fails as well; the next run then finds this one interrupted.
        async Task LogFailureAsync(Exception failure)
        {
            try
            {
                await EndAsync(RunVerdict.Of(failure));
            }
            catch (StoreException)
            {
            }
        }

        async Task<RunRecord> EndAsync(RunVerdict verdict)
        {
            var run = new RunRecord(
                id, request.Command, started, clock.GetUtcNow(), verdict.Outcome, verdict.ExitCode, stages.ToImmutable(), verdict.Problem);
            await parts.Store.EndRunAsync(run, CancellationToken.None);
            return run;
        }
    }

    /// <summary>
    /// Excludes conversations manually, or readmits them, and erases excluded ones from the store. The next run removes them from lake and
    /// reports; readmitted ones come back with the next full collect.
    /// </summary>
    /// <returns>Ids that were found and are excluded now, or readmitted.</returns>
    public Task<IReadOnlySet<string>> ExcludeAsync(
        IReadOnlyCollection<string> conversationIds, bool undo, CancellationToken cancellationToken) => HoldingAsync(
        async (_, lost) =>
        {
            var found = undo
                ? await parts.Store.ReadmitAsync(conversationIds, lost)
                : await parts.Store.ExcludeAsync(conversationIds, lost);
            await parts.Store.SettleAsync(lost);
            return found;
        },
        cancellationToken);

    private static string Name(Stage stage) => stage switch
    {
        Stage.Collect => "collect",
        Stage.Analyse => "analyse",
        Stage.Publish => "publish",
        _ => "report",
    };

    private async Task<StageCount> RunAsync(
        Stage stage, RunRequest request, LakeDamage damage, AnnotationRun annotation, List<string> warnings,
        List<ConversationFailure> failures,
        CancellationToken cancellationToken)
    {
        switch (stage)
        {
            case Stage.Collect:
                var source = parts.Source ?? throw new InvalidOperationException("A workflow that collects needs a source.");
                var collected = await new Collector(
                    source, parts.Store, parts.Rows, parts.Executor, parts.PageSize, parts.Parallelism, progress)
                    .CollectAsync(request.Scope, request.Full, cancellationToken);
                foreach (var warning in collected.Warnings)
                {
                    Log.SourceWarning(logger, warning);
                    warnings.Add(warning);
                }

                return new StageCount(collected.Rows, collected.Commits.Inserted + collected.Commits.Updated, collected.RawBytes);
            case Stage.Analyse:
                var (analysed, failed) = await new AnalyseStage(
                    parts.Store, parts.Executor, parts.Labeller.Value.Revision, parts.Annotators, annotation, progress)
                    .RunAsync(request.Full, request.Outdated, cancellationToken);
                foreach (var failure in failed)
                {
                    Log.ConversationFailed(logger, failure.Stage, failure.ConversationId, failure.Kind);
                }

                failures.AddRange(failed);
                foreach (var warning in annotation.Warnings)
                {
                    Log.AnnotatorWarning(logger, warning);
                    warnings.Add(warning);
                }

                return analysed;
            case Stage.Publish:
                return await new PublishStage(
                    parts.Store, parts.Lake, parts.Executor, Revisions.Lake(parts.Lake, parts.Assembler),
                    Revisions.Measures(parts.Assembler), progress)
                    .RunAsync(request.Full, damage, cancellationToken);
            default:
                return await new ReportStage(
                    parts.Store, parts.Lake, parts.Executor, Revisions.Measures(parts.Assembler), Revisions.Metrics(parts.Lake),
                    progress)
                    .RunAsync(request.Full, damage, cancellationToken);
        }
    }
}
