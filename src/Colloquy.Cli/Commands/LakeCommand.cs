using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Lake;
using Colloquy.Pipeline;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy lake</c>: the snapshots of the lake, and its address in the metadata.</summary>
internal static class LakeCommand
{
    public static Command Create(Invocation invocation) => new("lake", "Snapshots of the lake's tables, and the address in their metadata")
    {
        CreateSnapshots(invocation), CreateExpire(invocation), CreateRelocate(invocation),
    };

    private static Command CreateSnapshots(Invocation invocation)
    {
        var command = new Command("snapshots", "List the available snapshots of each table") { CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var objects = Parts.ObjectsToRead(invocation.ReadOptions(parsed, OptionParts.Lake).Promptly(), invocation.Clock);
            using var closed = objects as IDisposable;
            var snapshots = await new LakeCatalog(objects).ReadSnapshotsAsync(cancellationToken);
            await invocation.Terminal.Output.WriteLineAsync(parsed.GetValue(CommonOptions.Json) ? Json(snapshots) : Text(snapshots));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateExpire(Invocation invocation)
    {
        var command = new Command("expire", "Expire every snapshot but the current one and delete its files, to erase data at once");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await invocation.OpenAsync(parsed, OptionParts.Store | OptionParts.Lake, cancellationToken);
            var expired = await session.Workflow(collecting: false, null).ExpireAsync(cancellationToken);
            await invocation.Terminal.Output.WriteLineAsync(
                $"{StatusText.Number(expired)} snapshots expired. Only the current one is left.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateRelocate(Invocation invocation)
    {
        var to = new Option<string?>("--to")
        {
            Description = "Address of the lake for other engines, if it differs from where it is opened: s3a://BUCKET/PREFIX, file:///PATH",
            HelpName = "ADDRESS",
        };
        to.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } address && !Uri.TryCreate(address, UriKind.Absolute, out _))
            {
                result.AddError($"{address} is not a valid address. Use s3a://BUCKET/PREFIX or file:///PATH.");
            }
        });
        var command = new Command("relocate", "Update the address in the metadata of a lake that was copied or moved") { to };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await invocation.OpenAsync(parsed, OptionParts.Store | OptionParts.Lake, cancellationToken);
            var address = parsed.GetValue(to);
            var tables = await session.Workflow(collecting: false, null).RelocateAsync(address, cancellationToken);
            await invocation.Terminal.Output.WriteLineAsync(tables == 0
                ? "Every table already has this address."
                : $"{tables} tables now have the address {address ?? session.Lake.Location}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static string Text(IReadOnlyList<LakeSnapshot> snapshots)
    {
        var grid = new TextGrid(
            ["table", "snapshot", "committed (UTC)", "operation", ">rows", ">files", ">bytes", ">added", ">deleted", ""]);
        foreach (var one in snapshots)
        {
            grid.Add(
                one.Table, one.Id.ToString(CultureInfo.InvariantCulture),
                one.CommittedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture), one.Operation,
                StatusText.Number(one.Rows), StatusText.Number(one.Files), StatusText.Bytes(one.Bytes), StatusText.Number(one.AddedRows),
                StatusText.Number(one.DeletedRows),
                one.IsCurrent ? "current" : "");
        }

        return snapshots.Count == 0 ? "The lake is empty. Next: colloquy run" : grid.ToString().TrimEnd();
    }

    private static string Json(IReadOnlyList<LakeSnapshot> snapshots) => JsonSerializer.Serialize(new
    {
        snapshots = snapshots.Select(one => new
        {
            table = one.Table,
            id = one.Id,
            committed_at = one.CommittedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            operation = one.Operation,
            rows = one.Rows,
            files = one.Files,
            bytes = one.Bytes,
            added_rows = one.AddedRows,
            deleted_rows = one.DeletedRows,
            current = one.IsCurrent,
        }),
    });
}
