using System.Globalization;
using Colloquy.Publish;
using Colloquy.Reports;
using Colloquy.Stores;

namespace Colloquy.Units;

/// <summary>
/// Reads and assembles the conversations of a UTC day once, stages their rows of the lake, and measures them, as far as each is due.
/// </summary>
/// <param name="Stages">Whether to stage conversations, messages and labels.</param>
/// <param name="Measures">Whether to compute the measures.</param>
public sealed record DayUnit(DateOnly Day, bool Stages, bool Measures) : IUnit<BuiltDay>
{
    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"day {Day:yyyy-MM-dd}");

    /// <inheritdoc/>
    /// <exception cref="ConversationException">A conversation cannot be assembled.</exception>
    public async Task<BuiltDay> ExecuteAsync(UnitContext context, CancellationToken cancellationToken)
    {
        var (threads, weight) = await context.Days.ReadAsync(Day, cancellationToken);
        try
        {
            var stage = Stages ? "publish" : "report";
            var conversations = threads.Select(thread => context.Assembler.Assemble(thread, stage));
            if (!Stages)
            {
                return new BuiltDay(null, DayFold.Fold(Day, conversations, context.Assembler.Dimensions));
            }

            ImmutableArray<AnalysedConversation> assembled = [.. conversations];
            var measures = Measures ? DayFold.Fold(Day, assembled, context.Assembler.Dimensions) : null;
            return new BuiltDay(await context.Lake.StageAsync(DayRows.Of(Day, assembled), cancellationToken), measures);
        }
        finally
        {
            context.Days.Release(weight);
        }
    }
}

/// <summary>What a <see cref="DayUnit"/> made.</summary>
/// <param name="Staged">Null if nothing was to be staged.</param>
/// <param name="Measures">Null if nothing was to be measured.</param>
public sealed record BuiltDay(IStagedDay? Staged, DayMeasures? Measures);
