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
using Microsoft.Extensions.Logging;

namespace Colloquy.Pipeline;

/// <summary>The parts a workflow is made of.</summary>
/// <param name="Source">Null where nothing is collected.</param>
/// <param name="Labeller">Made while rows are collected.</param>
/// <param name="Parallelism">Threads that label, stage and read.</param>
/// <param name="PageSize">Rows in one transaction of collecting.</param>
public sealed record WorkflowParts(
    ISource? Source, RowReader Rows, IStore Store, ILake Lake, Lazy<Labeller> Labeller, Assembler Assembler, int Parallelism, int PageSize)
{
    /// <summary>Asked after the categorisers; made for one run, whose budget they share.</summary>
    public ImmutableArray<IAnnotator> Annotators { get; init; } = [];

    /// <summary>Questions to annotators that are under way at once.</summary>
    public int AnnotatorsAtOnce { get; init; } = new AnnotatorBounds().AtOnce;
}

/// <summary>
/// Runs stages while it holds the store, and logs the run. Each stage does what its marks say is due, in units that may be repeated, so a run that was
/// killed is finished by the next one.
/// </summary>
public sealed class Workflow(WorkflowParts parts, TimeProvider clock, ILogger logger, IProgress<StageProgress>? progress)
{
    /// <returns>How it ended, with an <see cref="ExitCode"/>. A failure is logged in the store and thrown again.</returns>
    /// <exception cref="RunInProgressException">Another run holds the store.</exception>
    /// <exception cref="SourceException">The source as a whole cannot be read.</exception>
    /// <exception cref="StoreException">Another run has taken over; nothing was written since.</exception>
    public Task<RunRecord> RunAsync(RunRequest request, CancellationToken stop) => HoldingAsync(
        async (hold, lost) =>
        {
            await parts.Lake.ClaimAsync(hold, lost);
            return await RunAsync(request, hold, stop, lost);
        },
        stop);

    /// <summary>Tries dead letters again. What was revived is labelled and published by the next run.</summary>
    public Task<ReplayResult> ReplayAsync(SourceTable? table, CancellationToken stop) => HoldingAsync(
        (_, lost) => new Replayer(parts.Store, parts.Rows).ReplayAsync(new DeadLetterFilter { Table = table }, lost), stop);

    /// <summary>Gives up every state of the lake but the current one.</summary>
    public Task<int> ExpireAsync(CancellationToken stop) => HoldingAsync(
        async (hold, lost) =>
        {
            await parts.Lake.ClaimAsync(hold, lost);
            return await parts.Lake.ExpireAsync(all: true, lost);
        },
        stop);

    /// <inheritdoc cref="ILake.RelocateAsync"/>
    public Task<int> RelocateAsync(string? address, CancellationToken stop) => HoldingAsync(
        async (hold, lost) =>
        {
            await parts.Lake.ClaimAsync(hold, lost);
            return await parts.Lake.RelocateAsync(address, lost);
        },
        stop);

    /// <summary>
    /// Days whose figures <see cref="Stage.Report"/> has to count first. Loads no categoriser and reads nothing but the marks of days.
    /// </summary>
    public Task<int> CountDaysToReportAsync(CancellationToken stop) =>
        Revisions.CountDueAsync(parts.Store, Revisions.OfReports(parts.Lake, parts.Assembler), stop);

    public Task<Status> ReadStatusAsync(int runs, CancellationToken stop) => ReadStatusAsync(runs, beside: true, stop);

    private Task<Status> ReadStatusAsync(int runs, bool beside, CancellationToken stop) =>
        new StatusReader(parts.Store, parts.Lake, AnnotationRun.Revision(parts.Labeller.Value.Revision, parts.Annotators), parts.Assembler)
            .ReadAsync(runs, beside, stop);

    /// <param name="work">Its token is cancelled when it is told to stop, and when the store is lost to another run.</param>
    private async Task<T> HoldingAsync<T>(Func<IStoreHold, CancellationToken, Task<T>> work, CancellationToken stop)
    {
        await using var hold = await parts.Store.TakeAsync(stop);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, hold.Lost);
        try
        {
            return await work(hold, linked.Token);
        }
        catch (OperationCanceledException) when (hold.Lost.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw StoreException.Overtaken(parts.Store.Location);
        }
    }

    private async Task<RunRecord> RunAsync(RunRequest request, IStoreHold hold, CancellationToken stop, CancellationToken lost)
    {
        var started = clock.GetUtcNow();
        var before = await parts.Store.ReadRunsAsync(1, lost);
        var id = await parts.Store.BeginRunAsync(request.Command, started, lost);
        Log.RunBegins(logger, id, request.Command);
        var stages = ImmutableArray.CreateBuilder<StageRecord>();
        var warnings = new List<string>();
        var failures = new List<ConversationFailure>();
        using var annotation = new AnnotationRun(parts.Store, parts.Annotators, parts.AnnotatorsAtOnce, asks: true);

        // Every run needs it in the end, to compare counts. What fails here fails again where it is asked for.
        _ = Task.Run(() => parts.Labeller.Value, lost);
        try
        {
            var (days, metrics) = (request.Stages.Contains(Stage.Publish), request.Stages.Contains(Stage.Report));
            var damage = await parts.Lake.MendAsync(days, metrics, lost);
            foreach (var found in damage.Found)
            {
                Log.LakeDamage(logger, found);
            }

            // Only a run that did not end well, and a table that was made anew, leave files behind.
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
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return await EndAsync(RunVerdict.Cancelled);
        }
        catch (Exception failure) when (!hold.Lost.IsCancellationRequested)
        {
            await LogFailureAsync(failure);
            throw;
        }

        // A store that is what failed cannot log it either; the next run finds this one interrupted.
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
    /// Excludes conversations by hand, or readmits them, and erases what that leaves behind in the store. The next run takes them out of lake and reports, or collects
    /// them again if it reads everything.
    /// </summary>
    /// <returns>Those that are excluded now, or were.</returns>
    public Task<IReadOnlySet<string>> ExcludeAsync(IReadOnlyCollection<string> conversationIds, bool undo, CancellationToken stop) => HoldingAsync(
        async (_, lost) =>
        {
            var found = undo ? await parts.Store.ReadmitAsync(conversationIds, lost) : await parts.Store.ExcludeAsync(conversationIds, lost);
            await parts.Store.SettleAsync(lost);
            return found;
        },
        stop);

    private static string Name(Stage stage) => stage switch
    {
        Stage.Collect => "collect",
        Stage.Analyse => "analyse",
        Stage.Publish => "publish",
        _ => "report",
    };

    private async Task<StageCount> RunAsync(
        Stage stage, RunRequest request, LakeDamage damage, AnnotationRun annotation, List<string> warnings, List<ConversationFailure> failures,
        CancellationToken stop)
    {
        switch (stage)
        {
            case Stage.Collect:
                var source = parts.Source ?? throw new InvalidOperationException("A workflow that collects needs a source.");
                var collected = await new Collector(source, parts.Store, parts.Rows, parts.PageSize, parts.Parallelism, progress)
                    .CollectAsync(request.Scope, request.Full, stop);
                foreach (var warning in collected.Warnings)
                {
                    Log.SourceWarning(logger, warning);
                    warnings.Add(warning);
                }

                return new StageCount(collected.Rows, collected.Commits.Inserted + collected.Commits.Updated, collected.RawBytes);
            case Stage.Analyse:
                var analysing = new AnalyseStage(parts.Store, parts.Labeller.Value, parts.Annotators, annotation, parts.Parallelism, progress);
                var analysed = await analysing.RunAsync(request.Full, request.Outdated, stop);
                foreach (var failure in analysing.Failures)
                {
                    Log.ConversationFailed(logger, failure.Stage, failure.ConversationId, failure.Kind);
                }

                failures.AddRange(analysing.Failures);
                foreach (var warning in annotation.Warnings)
                {
                    Log.AnnotatorWarning(logger, warning);
                    warnings.Add(warning);
                }

                return analysed;
            case Stage.Publish:
                return await new PublishStage(parts.Store, parts.Lake, parts.Assembler, parts.Parallelism, progress).RunAsync(request.Full, damage, stop);
            default:
                return await new ReportStage(parts.Store, parts.Lake, parts.Assembler, parts.Parallelism, progress).RunAsync(request.Full, damage, stop);
        }
    }
}
