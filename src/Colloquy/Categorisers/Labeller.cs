namespace Colloquy.Categorisers;

// Stand-in: the branch that builds the categorisers brings the real one.
public sealed class Labeller(ImmutableArray<ICategoriser> categorisers)
{
    public string Revision { get; } = string.Join('+', categorisers.Select(c => c.Revision));

    public ImmutableArray<Label> Label(ConversationThread thread) => throw new NotImplementedException();
}
