namespace Colloquy.Units;

/// <summary>
/// A unit of work of a run: an immutable value that says what to do, so that any thread or machine can do it. It reads itself and its
/// <see cref="UnitContext"/> only. It writes nothing but staged files of the lake, which are named by their content. Executing it again,
/// or twice at once, therefore gives an equal result and does no harm. The run commits the result.
/// </summary>
/// <typeparam name="TResult">An immutable value as well.</typeparam>
public interface IUnit<TResult>
{
    /// <summary>Identifies the unit in logs: <c>day 2025-04-01</c>. Contains ids and dates, but no text of conversations.</summary>
    string Name { get; }

    /// <summary>Does the work.</summary>
    Task<TResult> ExecuteAsync(UnitContext context, CancellationToken cancellationToken);
}
