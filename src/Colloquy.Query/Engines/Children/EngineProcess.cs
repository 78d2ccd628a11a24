using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Colloquy.Query.Engines.Children;

/// <summary>
/// The engine in a child process. It is killed when the query is cancelled, when it exceeds its memory, and when it is no longer needed.
/// </summary>
internal sealed class EngineProcess : IEngineSession
{
    private static readonly TimeSpan Sampling = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Dying = TimeSpan.FromSeconds(2);

    /// <summary>
    /// 128 plus the signal number: SIGABRT, with which failed allocations may end, and SIGKILL, with which the system ends a process that
    /// uses too much memory.
    /// </summary>
    private static readonly int[] OutOfMemoryCodes = [134, 137];

    /// <summary>
    /// Environment variables that a .NET program may need to start. They contain no secrets, whatever else is in the environment.
    /// </summary>
    private static readonly string[] Inherited =
    [
        "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "DOTNET_BUNDLE_EXTRACT_BASE_DIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
        "HOME", "TMPDIR", "TMP", "TEMP",
        "SystemRoot", "windir",
    ];

    /// <summary>One small heap, and no tiered compilation for code that runs once.</summary>
    private static readonly (string Name, string Value)[] Runtime =
    [
        ("DOTNET_gcServer", "0"),
        ("DOTNET_gcConcurrent", "0"),
        ("DOTNET_GCHeapHardLimit", (6 * LakeEngine.MostRowBytes).ToString("x", CultureInfo.InvariantCulture)),
        ("DOTNET_TieredPGO", "0"),
        ("DOTNET_TC_QuickJitForLoops", "1"),
        ("DOTNET_EnableWriteXorExecute", "0"),
        ("DOTNET_EnableDiagnostics", "0"),
        ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"),
        ("MALLOC_ARENA_MAX", "2"),
    ];

    private readonly Process process;
    private readonly Wire wire;
    private readonly QueryLimits limits;
    private readonly CancellationToken cancellationToken;
    private readonly Lock sampling = new();
    private readonly CancellationTokenRegistration stopping;
    private readonly ITimer watch;
    private volatile bool isTooBig;

    // Whether the child is waiting for a request.
    private bool isIdle = true;

    private EngineProcess(Process process, QueryLimits limits, TimeProvider clock, CancellationToken cancellationToken)
    {
        this.process = process;
        this.limits = limits;
        this.cancellationToken = cancellationToken;
        wire = new Wire(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);

        // The last words of crashing native code mean nothing to the user.
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        stopping = cancellationToken.Register(Kill);
        watch = clock.CreateTimer(_ => Watch(), null, Sampling, Sampling);
    }

    public static EngineProcess Start(
        string program, ImmutableArray<string> arguments, QueryLimits limits, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (limits.MemoryMegabytes < QueryLimits.LeastOfChild)
        {
            throw new QueryException(
                $"The SQL engine's process needs at least {QueryLimits.LeastOfChild} MB; the limit is {limits.MemoryMegabytes} MB.");
        }

        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Inherited.Select(name => (name, Environment.GetEnvironmentVariable(name)))
            .Concat(Runtime.Select(r => (r.Name, (string?)r.Value))))
        {
            if (value is not null)
            {
                start.Environment[name] = value;
            }
        }

        var session = new EngineProcess(Started(start), limits, clock, cancellationToken);
        session.Ask(Message.Begin, () =>
        {
            session.wire.Write(limits.MemoryMegabytes);
            session.wire.Write(limits.Threads);
        });
        return session;
    }

    public IReadOnlySet<string> Check(string sql, IReadOnlyList<string> tables)
    {
        Ask(Message.Check, () =>
        {
            wire.Write(sql);
            wire.Write(tables);
        });
        var used = Expect(Message.Names, wire.ReadTexts).ToHashSet(StringComparer.Ordinal);
        isIdle = true;
        return used;
    }

    public IEngine Open(IEnumerable<string> paths)
    {
        Ask(Message.Open, () => wire.Write([.. paths]));
        Expect(Message.Done);
        return new Engine(this);
    }

    public void Dispose()
    {
        stopping.Dispose();
        Kill();

        // Its files are released when it has exited. Only then can their folder be deleted on every system.
        process.WaitForExit(Dying);
        watch.Dispose();
        wire.Dispose();
        lock (sampling)
        {
            process.Dispose();
        }
    }

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
#pragma warning disable RS0030 // The only process that the product starts: its own SQL engine, which only the operating system can limit.
            return Process.Start(start)!;
#pragma warning restore RS0030
        }
        catch (Win32Exception failure)
        {
            throw new QueryException(
                $"The SQL engine cannot be started: {failure.Message}. Check that {start.FileName} exists and is executable.", failure);
        }
    }

    private void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
        }
    }

    // The second line of defence, and the only one if the operating system offers no limit.
    private void Watch()
    {
        lock (sampling)
        {
            try
            {
                process.Refresh();
                if (process.WorkingSet64 > (long)limits.MemoryMegabytes << 20)
                {
                    isTooBig = true;
                    process.Kill();
                }
            }
            catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
            {
            }
        }
    }

    private void Ask(Message request, Action write)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            isIdle = request == Message.Begin;
            wire.Write(request);
            write();
            wire.Flush();
        }
        catch (IOException gone)
        {
            throw Ended(gone);
        }
    }

    private void Expect(Message reply) => Expect(reply, () => 0);

    private T Expect<T>(Message reply, Func<T> read)
    {
        var (kind, value) = Receive(kind => kind == reply ? (kind, read()) : (kind, default(T)!));
        return kind == reply ? value : throw Unexpected(kind);
    }

    /// <summary>Reads a response; throws if it is a failure.</summary>
    private T Receive<T>(Func<Message, T> read)
    {
        try
        {
            var reply = wire.ReadMessage();
            isIdle = reply is Message.Done or Message.End or Message.Refused or Message.Failed;
            return reply switch
            {
                Message.Refused => throw new QueryException(wire.ReadText()),
                Message.Failed => throw new EngineException(wire.ReadText(), wire.ReadNumber() != 0),
                { } kind => read(kind),
                null => throw Ended(null),
            };
        }
        catch (IOException gone)
        {
            throw Ended(gone);
        }
    }

    // The engine's files may be deleted afterwards, which Windows allows only if nobody has them open.
    private void Close()
    {
        try
        {
            if (isIdle)
            {
                Ask(Message.Close, () => { });
                Expect(Message.Done);
                return;
            }
        }
        catch (Exception ended) when (ended is EngineException or OperationCanceledException)
        {
        }

        Kill();
        process.WaitForExit(Dying);
    }

    private static InvalidDataException Unexpected(Message kind) => new($"The SQL engine sent {kind} out of turn.");

    private Exception Ended(IOException? gone)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException("The query was cancelled.", gone, cancellationToken);
        }

        if (!process.WaitForExit(Dying))
        {
            Kill();
        }

        return isTooBig || (process.HasExited && OutOfMemoryCodes.Contains(process.ExitCode))
            ? new EngineException(EngineMessage.NeedsMoreThan(limits), inner: gone)
            : new EngineException(
                $"The SQL engine ended unexpectedly ({(process.HasExited ? $"exit code {process.ExitCode}" : "no exit code")}). "
                + "Simplify the query: fewer levels of nesting, fewer days, fewer columns. Nothing else is affected.",
                inner: gone);
    }

    private sealed class Engine(EngineProcess owner) : IEngine
    {
        public bool HasAnswered { get; private set; }

        public void Run(string sql)
        {
            owner.Ask(Message.Run, () => owner.wire.Write(sql));
            owner.Expect(Message.Done);
        }

        public IEnumerable<string[]> Rows(string sql)
        {
            owner.Ask(Message.Rows, () => owner.wire.Write(sql));
            var rows = new List<string[]>();
            while (owner.Receive(kind => kind switch
            {
                Message.Names => owner.wire.ReadTexts(),
                Message.Done => null,
                _ => throw Unexpected(kind),
            }) is { } row)
            {
                rows.Add(row);
            }

            return rows;
        }

        public QueryResult Answer(string sql, long? most, IRowWriter output)
        {
            owner.Ask(Message.Answer, () =>
            {
                owner.wire.Write(sql);
                owner.wire.Write(most ?? -1);
            });
            var described = owner.Expect(Message.Columns, owner.wire.ReadTexts);
            ImmutableArray<QueryColumn> columns = [.. described.Chunk(2).Select(c => new QueryColumn(c[0], c[1]))];
            HasAnswered = true;
            output.Begin(columns);
            var values = new string?[columns.Length];
            while (true)
            {
                var result = owner.Receive(kind => Next(kind, values));
                owner.cancellationToken.ThrowIfCancellationRequested();
                if (result is not null)
                {
                    output.End();
                    return result;
                }

                output.Write(values);
            }
        }

        public void Dispose() => owner.Close();

        private QueryResult? Next(Message kind, string?[] values)
        {
            if (kind == Message.End)
            {
                return new QueryResult(owner.wire.ReadNumber(), owner.wire.ReadNumber() != 0);
            }

            if (kind != Message.Row)
            {
                throw Unexpected(kind);
            }

            for (var i = 0; i < values.Length; i++)
            {
                values[i] = owner.wire.ReadTextOrNull();
            }

            return null;
        }
    }
}
