namespace Colloquy.Categorisers.Taxonomies;

/// <summary>In whose texts a phrase is looked for.</summary>
[Flags]
internal enum Speaker : byte
{
    User = 1,
    Assistant = 2,
    Both = User | Assistant,
}
