using Colloquy.Categorisers;
using Colloquy.Model;

/// <summary>A categoriser of one's own: calls a conversation long or short, and says which turns made it so.</summary>
internal sealed class LengthCategoriser : ICategoriser
{
    public string Name => "length";

    public string Revision => "1";

    public void Label(ConversationContext context, CancellationToken cancellationToken = default)
    {
        var active = context.Turns.Where(turn => turn.Active).ToList();
        if (active.Count > 0)
        {
            context.Add(new Label(null, "length", active.Count > 5 ? "long" : "short", 1, Name, Revision, [$"turn:{active[^1].Number}"]));
        }
    }
}
