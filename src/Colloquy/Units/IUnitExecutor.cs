namespace Colloquy.Units;

/// <summary>
/// Decides where units are executed. A run hands out units through it and commits the results in order. An executor may repeat a unit that
/// it lost; it must not return the result of another unit.
/// </summary>
public interface IUnitExecutor
{
    /// <summary>Number of units that a run should hand out at once.</summary>
    int Concurrency { get; }

    /// <summary>Executes a unit. Thread-safe.</summary>
    /// <exception cref="ConversationException">The unit failed because of one conversation.</exception>
    Task<TResult> ExecuteAsync<TResult>(IUnit<TResult> unit, CancellationToken cancellationToken);
}

/// <summary>Executes units on the caller's thread.</summary>
/// <param name="concurrency">Number of units at once.</param>
public sealed class LocalExecutor(UnitContext context, int concurrency) : IUnitExecutor
{
    /// <inheritdoc/>
    public int Concurrency => concurrency;

    /// <inheritdoc/>
    public Task<TResult> ExecuteAsync<TResult>(IUnit<TResult> unit, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(context, cancellationToken);
}
