using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Colloquy.Configuration;
using Colloquy.Diagnostics;
using Colloquy.Hosting;
using Colloquy.Mongo;
using Colloquy.Pipeline;
using Colloquy.Sqlite;
using Colloquy.Stores;
using Colloquy.Stores.Copying;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy store copy</c>: copies a whole store to another kind.</summary>
internal static class StoreCommand
{
    private enum StoreKind
    {
        Sqlite,
        Mongodb,
    }

    public static Command Create(Invocation invocation)
    {
        var from = Required("--from", "The store to read");
        var to = Required("--to", "The store to write to; items that are already equal are not written again");
        var copy = new Command("copy", "Copy everything from one store to another and compare them") { from, to, CommonOptions.Json };
        copy.SetAction(async (parsed, cancellationToken) =>
        {
            var options = invocation.ReadOptions(parsed, OptionParts.Store);
            await using var source = await OpenAsync(parsed.GetValue(from), "--from", isSource: true);
            await using var target = await OpenAsync(parsed.GetValue(to), "--to", isSource: false);
            if (source.Location == target.Location)
            {
                throw new ConfigurationException(["--from and --to are the same store. Use sqlite and mongodb."]);
            }

            var bar = ProgressBar.For(invocation.Terminal, parsed.GetValue(CommonOptions.Quiet), invocation.Clock);
            var copied = await StoreTransfer.RunAsync(
                source, target, bar is null ? null : new CopyProgressOf(bar), cancellationToken);
            bar?.Clear();
            await WriteAsync(invocation.Terminal.Output, parsed.GetValue(CommonOptions.Json), source, target, copied);
            return copied.All(kind => kind.IsEqual) ? ExitCode.Done : ExitCode.NotReconciled;

            async Task<IStore> OpenAsync(StoreKind kind, string option, bool isSource)
            {
                var chosen = invocation.ReadStore(parsed, kind.ToString().ToLowerInvariant())
                    ?? throw new ConfigurationException(
                        [$"{option} mongodb needs {MongoSettings.Uri}. Set it to the connection string of MongoDB."]);
                var context = options.Context(invocation.Clock);
                if (isSource)
                {
                    // Holding the source keeps runs from writing to it meanwhile. A source that does not exist must not be created empty.
                    await using var there = chosen.Create(context);
                    await there.OpenReadOnlyAsync(cancellationToken);
                }

                options.Rights.CreateFolder(options.Home);
                var store = chosen.Create(context);
                await store.OpenAsync(cancellationToken);
                return store;
            }
        });
        return new Command("store", "Copy a whole store to another kind") { copy };
    }

    private static Option<StoreKind> Required(string name, string description)
    {
        var option = CommonOptions.Choice(
            name, "STORE", StoreKind.Sqlite, description + ": sqlite (store.db in COLLOQUY_HOME) or mongodb (MONGODB_URI)");
        option.Required = true;
        return option;
    }

    private static Task WriteAsync(TextWriter output, bool json, IStore source, IStore target, ImmutableArray<CopiedItems> copied)
    {
        if (json)
        {
            return output.WriteLineAsync(JsonSerializer.Serialize(new
            {
                from = source.Location,
                to = target.Location,
                equal = copied.All(kind => kind.IsEqual),
                kinds = copied.Select(kind => new
                {
                    kind = Name(kind.Kind),
                    items = kind.From.Items,
                    written = kind.Written,
                    items_there = kind.To.Items,
                    hash = Text(kind.From.Hash),
                    hash_there = Text(kind.To.Hash),
                    equal = kind.IsEqual,
                }),
            }));
        }

        var grid = new TextGrid(["kind", ">items", ">written", ">there", "compared"]);
        foreach (var kind in copied)
        {
            grid.Add(
                Name(kind.Kind), StatusText.Number(kind.From.Items), StatusText.Number(kind.Written), StatusText.Number(kind.To.Items),
                kind.IsEqual ? "equal" : "DIFFERENT");
        }

        var summary = copied.All(kind => kind.IsEqual)
            ? $"{target.Location} now equals {source.Location}."
            : $"{target.Location} differs from {source.Location}: it was not empty before, or was written to meanwhile. Copy into an empty "
                + "store.";
        return output.WriteAsync(grid + "\n" + summary + "\n");
    }

    private static string Name(StoreItemKind kind) => kind switch
    {
        StoreItemKind.Records => "conversations",
        StoreItemKind.DeadLetters => "dead letters",
        StoreItemKind.EndUsers => "end users",
        StoreItemKind.DayMarks => "day marks",
        StoreItemKind.Marks => "cursors",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static string Text(UInt128 hash) => hash.ToString("x32", CultureInfo.InvariantCulture);

    private sealed class CopyProgressOf(ProgressBar bar) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value) => bar.Report(new StageProgress("copy", value.Done, value.Total, Name(value.Kind), 0));
    }
}
