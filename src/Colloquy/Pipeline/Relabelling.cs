using Colloquy.Annotators;
using Colloquy.Categorisers;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

internal static class Relabelling
{
    /// <summary>What the categorisers say of a thread that another revision labelled. Among labels in which annotators had a say, some of the categorisers' are missing.</summary>
    public static ImmutableArray<Label> Relabel(this Labeller labeller, OutdatedThread old, CancellationToken cancellationToken) =>
        AnnotationRun.HadASay(old.Revision) ? labeller.Label(old.Thread, cancellationToken) : labeller.LabelAgain(old.Thread, old.Labels, old.Revision, cancellationToken);
}
