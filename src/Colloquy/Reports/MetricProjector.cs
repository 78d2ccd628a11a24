using Colloquy.Publish;
using Colloquy.Stores;

namespace Colloquy.Reports;

// Stand-in: the branch that builds the reports brings the real one.
public sealed class MetricProjector(IDays store)
{
    public const string Revision = "1";

    public IAsyncEnumerable<DayPartition> ProjectAsync(IReadOnlyList<DateOnly> dueDays, CancellationToken stop) => throw new NotImplementedException(store.ToString());
}
