namespace Colloquy.Categorisers.Taxonomies;

/// <summary>A phrase in a folded text with one of its meanings. Sorted by start, the longer first.</summary>
/// <param name="Hidden">A bit for each kind in which a longer phrase hides this one.</param>
internal readonly record struct Mark(int Start, int End, int Meaning, byte Hidden) : IComparable<Mark>
{
    public int CompareTo(Mark other) =>
        Start.CompareTo(other.Start) is var byStart and not 0 ? byStart
        : other.End.CompareTo(End) is var byEnd and not 0 ? byEnd
        : Meaning.CompareTo(other.Meaning);
}
