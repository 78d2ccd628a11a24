using System.Collections.Concurrent;
using System.Diagnostics;

namespace Colloquy.Query.Engines.Children;

/// <summary>Answers the requests of one query in sequence.</summary>
internal sealed class EngineServer(Wire wire, QueryLimits limits) : IDisposable
{
    // The end of the input says that the parent is gone, which has to be noticed even while the engine is busy.
    private readonly BlockingCollection<Action> requests = new(boundedCapacity: 1);
    private readonly LocalSession session = new(limits, CancellationToken.None);
    private IEngine? engine;

    private IEngine Engine => engine ?? throw new InvalidDataException("Nothing is open.");

    public void Serve()
    {
        new Thread(Listen, maxStackSize: 256 * 1024) { IsBackground = true }.Start();
        foreach (var request in requests.GetConsumingEnumerable())
        {
            Answer(request);
            wire.Flush();
        }
    }

    public void Dispose()
    {
        session.Dispose();
        requests.Dispose();
    }

    private void Listen()
    {
        try
        {
            while (Next() is { } request)
            {
                requests.Add(request);
            }
        }
#pragma warning disable CA1031 // Whatever the failure: without requests the process is useless.
        catch
#pragma warning restore CA1031
        {
        }

        // Not an orderly exit: the engine may be in the middle of a call that takes hours.
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    private Action? Next()
    {
        switch (wire.ReadMessage())
        {
            case Message.Check:
                var (query, tables) = (wire.ReadText(), wire.ReadTexts());
                return () => Reply([.. session.Check(query, tables)]);
            case Message.Open:
                var paths = wire.ReadTexts();
                return () =>
                {
                    engine = session.Open(paths);
                    wire.Write(Message.Done);
                };
            case Message.Run:
                var statements = wire.ReadText();
                return () =>
                {
                    Engine.Run(statements);
                    wire.Write(Message.Done);
                };
            case Message.Rows:
                var statement = wire.ReadText();
                return () =>
                {
                    foreach (var row in Engine.Rows(statement))
                    {
                        Reply(row);
                    }

                    wire.Write(Message.Done);
                };
            case Message.Answer:
                var (sql, most) = (wire.ReadText(), wire.ReadNumber());
                return () => Answer(sql, most < 0 ? null : most);
            case Message.Close:
                return () =>
                {
                    Engine.Dispose();
                    wire.Write(Message.Done);
                };
            default:
                return null;
        }
    }

    private void Answer(Action request)
    {
        try
        {
            request();
        }
        catch (QueryException refusal)
        {
            wire.Write(Message.Refused);
            wire.Write(refusal.Message);
        }
        catch (EngineException failure)
        {
            Fail(failure.Message, failure.IsOfUnreadableFile);
        }
        catch (OutOfMemoryException)
        {
            Fail(EngineMessage.NeedsMoreThan(limits));
        }
    }

    private void Answer(string sql, long? most)
    {
        var result = Engine.Answer(sql, most, new WireRows(wire));
        wire.Write(Message.End);
        wire.Write(result.Rows);
        wire.Write(result.More ? 1 : 0);
    }

    private void Reply(IReadOnlyCollection<string> texts)
    {
        wire.Write(Message.Names);
        wire.Write(texts);
    }

    private void Fail(string message, bool isOfUnreadableFile = false)
    {
        wire.Write(Message.Failed);
        wire.Write(message);
        wire.Write(isOfUnreadableFile ? 1 : 0);
    }

    private sealed class WireRows(Wire wire) : IRowWriter
    {
        public void Begin(ImmutableArray<QueryColumn> columns)
        {
            wire.Write(Message.Columns);
            wire.Write([.. columns.SelectMany(c => new[] { c.Name, c.Type })]);
        }

        public void Write(ReadOnlySpan<string?> values)
        {
            wire.Write(Message.Row);
            foreach (var value in values)
            {
                wire.Write(value);
            }
        }

        public void End()
        {
        }
    }
}
