using Colloquy.Annotators;
using Colloquy.Categorisers;
using Colloquy.Stores;

namespace Colloquy.Units;

internal static class Relabelling
{
    /// <summary>
    /// Labels a thread that another revision labelled. If annotators contributed to the old labels, some of the categorisers' labels are
    /// missing from them, so every categoriser runs.
    /// </summary>
    public static ImmutableArray<Label> Relabel(this Labeller labeller, OutdatedThread old, CancellationToken cancellationToken) =>
        AnnotationRun.HadASay(old.Revision)
            ? labeller.Label(old.Thread, cancellationToken)
            : labeller.LabelAgain(old.Thread, old.Labels, old.Revision, cancellationToken);
}
