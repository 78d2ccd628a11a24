namespace Colloquy.Categorisers.Taxonomies;

/// <summary>An occurrence of a phrase in a folded text, with one of its meanings. Ordered by start, longer ones first.</summary>
/// <param name="Hidden">A bit for each kind of label in which a longer phrase hides this one.</param>
internal readonly record struct Mark(int Start, int End, int Meaning, byte Hidden) : IComparable<Mark>
{
    public int CompareTo(Mark other) =>
        Start.CompareTo(other.Start) is var byStart and not 0 ? byStart
        : other.End.CompareTo(End) is var byEnd and not 0 ? byEnd
        : Meaning.CompareTo(other.Meaning);
}
