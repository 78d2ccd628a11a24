namespace Colloquy.Categorisers.Models;

/// <summary>Labels that mark examples as belonging to none of the other labels.</summary>
internal static class OutOfScope
{
    public static bool Is(string label) => label is "oos" or "out_of_scope" or "out-of-scope";
}
