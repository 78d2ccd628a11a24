namespace Colloquy.Categorisers.Taxonomies;

/// <summary>Whose words a phrase is looked for in.</summary>
[Flags]
internal enum Speaker : byte
{
    User = 1,
    Assistant = 2,
    Both = User | Assistant,
}
