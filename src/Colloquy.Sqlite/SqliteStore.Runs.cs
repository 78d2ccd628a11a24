using Colloquy.Sqlite.Storage;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public Task<long> BeginRunAsync(string command, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.Execute(
                "UPDATE run SET outcome = $1 WHERE outcome = $2", nameof(RunOutcome.Interrupted), nameof(RunOutcome.Running));
            return session.Scalar<long>(
                "INSERT INTO run(command, started_at, outcome, stages) VALUES($1, $2, $3, '[]') RETURNING id",
                command, Columns.OfTime(now), nameof(RunOutcome.Running));
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task EndRunAsync(RunRecord run, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var ended = session.Execute(
                "UPDATE run SET ended_at = $2, outcome = $3, exit_code = $4, stages = $5, problem = $6 WHERE id = $1",
                run.Id,
                run.EndedAt is { } time ? Columns.OfTime(time) : null,
                run.Outcome.ToString(),
                run.ExitCode,
                StagesJson.Write(run.Stages),
                run.Problem);
            if (ended == 0)
            {
                throw new ArgumentException($"Run {run.Id} is not in the log; begin it first.", nameof(run));
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunRecord>> ReadRunsAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<RunRecord>>(
            session => session.Query(
                "SELECT id, command, started_at, ended_at, outcome, exit_code, stages, problem FROM run ORDER BY id DESC LIMIT $1",
                ItemRows.RunOf,
                limit),
            cancellationToken);

    /// <inheritdoc/>
    public Task<long> ReadGenerationAsync(string source, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.Scalar<long>("SELECT generation FROM source WHERE name = $1", source), cancellationToken);

    /// <inheritdoc/>
    public Task CompleteGenerationAsync(string source, long generation, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.Execute(
                """
                INSERT INTO source(name, generation) VALUES($1, $2)
                ON CONFLICT(name) DO UPDATE SET generation = $2 WHERE generation < $2
                """,
                source, generation);
        },
        cancellationToken);
}
