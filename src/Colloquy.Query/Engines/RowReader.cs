using DuckDB.NET.Data;

namespace Colloquy.Query.Engines;

/// <summary>A running query that streams its rows. Cancellation stops the engine at once.</summary>
internal sealed class RowReader : IDisposable
{
    private readonly DuckDBCommand command;
    private readonly CancellationTokenRegistration cancel;
    private readonly DuckDBDataReader reader;

    public RowReader(DuckDBCommand command, CancellationToken cancellationToken)
    {
        this.command = command;
        cancel = cancellationToken.Register(command.Cancel);
        try
        {
            reader = command.ExecuteReader();
        }
        catch
        {
            cancel.Dispose();
            command.Dispose();
            throw;
        }
    }

    public bool Read() => reader.Read();

    public bool IsDBNull(int column) => reader.IsDBNull(column);

    public long GetInt64(int column) => reader.GetInt64(column);

    public string GetString(int column) => reader.GetString(column);

    public void Dispose()
    {
        cancel.Dispose();
        reader.Dispose();
        command.Dispose();
    }
}
