namespace Colloquy.Categorisers.Models;

/// <summary>Labels by which examples say that a text belongs to none of the others.</summary>
internal static class OutOfScope
{
    public static bool Is(string label) => label is "oos" or "out_of_scope" or "out-of-scope";
}
