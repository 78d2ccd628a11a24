using System.Collections.Immutable;

namespace Colloquy.TestKit.Sources;

/// <summary>One kind of bad (or only odd) input and what is promised for it.</summary>
/// <param name="Name">The kind, as a claim about the input.</param>
/// <param name="Files">The files of the folder, by name.</param>
public sealed record GarbageCase(string Name, Func<IEnumerable<KeyValuePair<string, byte[]>>> Files)
{
    /// <summary>Words of the error that ends the run before it began; empty when it goes on.</summary>
    public ImmutableArray<string> Error { get; init; } = [];

    /// <summary>Reasons of the dead letters that reading makes, in ordinal order.</summary>
    public ImmutableArray<string> Dead { get; init; } = [];

    /// <summary>Further dead letters, of messages whose conversation is nowhere.</summary>
    public int Orphans { get; init; }

    /// <summary>The operator is told about a file as a whole.</summary>
    public bool Warns { get; init; }

    /// <summary>Conversations read, dead ones not counted.</summary>
    public int Conversations { get; init; } = GarbageCorpus.GoodConversations.Length;

    /// <summary>Messages read, dead ones not counted.</summary>
    public int Messages { get; init; } = GarbageCorpus.GoodMessages.Length;

    public int ExitCode => !Error.IsEmpty ? 2 : Dead.Length + Orphans > 0 || Warns ? 3 : 0;

    /// <summary>Letters in the store after a run.</summary>
    public int DeadCount => Dead.Length + Orphans;

    public override string ToString() => Name;
}
