using System.Globalization;
using Colloquy.Publish;
using Colloquy.Reports;

namespace Colloquy.Units;

/// <summary>
/// Folds the stored measures of the days, weeks and months that begin in one calendar month, and stages their rows of the lake.
/// </summary>
/// <param name="Days">The days of the month whose partitions are to be rewritten, ascending.</param>
public sealed record MonthUnit(ImmutableArray<ProjectedDay> Days) : IUnit<ImmutableArray<IStagedDay>>
{
    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"month {Days[0].Day:yyyy-MM}");

    /// <summary>One unit for each month that has days to rewrite.</summary>
    public static IEnumerable<MonthUnit> Of(IEnumerable<ProjectedDay> days) =>
        days.GroupBy(day => (day.Day.Year, day.Day.Month)).Select(month => new MonthUnit([.. month]));

    /// <inheritdoc/>
    public async Task<ImmutableArray<IStagedDay>> ExecuteAsync(UnitContext context, CancellationToken cancellationToken)
    {
        var staged = ImmutableArray.CreateBuilder<IStagedDay>(Days.Length);
        await foreach (var partition in new MetricProjector(context.Store).ProjectAsync(Days, cancellationToken))
        {
            staged.Add(await context.Lake.StageAsync(partition, cancellationToken));
        }

        return staged.ToImmutable();
    }
}
