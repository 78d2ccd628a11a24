using System.Numerics;

namespace Colloquy.Categorisers.Matching;

/// <summary>The edges of a trie with many symbols, in hash tables with open addressing. Immutable.</summary>
internal sealed class TrieEdges
{
    /// <summary>The node where every walk begins; no edge leads to it.</summary>
    public const int Root = 0;

    // Edges of the root are kept apart: most walks end there, and their table stays in the processor's cache.
    private readonly Edge[] _first;
    private readonly Edge[] _others;

    public TrieEdges(Dictionary<(int From, uint Symbol), int> edges)
    {
        _first = Table([.. edges.Where(e => e.Key.From == Root).Select(e => new Edge(Root, e.Key.Symbol, e.Value))]);
        _others = Table([.. edges.Where(e => e.Key.From != Root).Select(e => new Edge(e.Key.From, e.Key.Symbol, e.Value))]);
    }

    /// <returns>The node, or <see cref="Root"/> if there is none.</returns>
    public int First(uint symbol) => Next(_first, Root, symbol);

    /// <inheritdoc cref="First"/>
    public int Next(int from, uint symbol) => Next(_others, from, symbol);

    private static int Next(Edge[] places, int from, uint symbol)
    {
        for (var place = PlaceOf(from, symbol); ; place++)
        {
            ref readonly var edge = ref places[place & (places.Length - 1)];
            if ((edge.From == from && edge.Symbol == symbol) || edge.To == Root)
            {
                return edge.To;
            }
        }
    }

    private static Edge[] Table(List<Edge> edges)
    {
        var places = new Edge[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * edges.Count))];
        foreach (var edge in edges)
        {
            var place = PlaceOf(edge.From, edge.Symbol);
            while (places[place & (places.Length - 1)].To != Root)
            {
                place++;
            }

            places[place & (places.Length - 1)] = edge;
        }

        return places;
    }

    private static int PlaceOf(int from, uint symbol) => (int)((symbol * 0x85EB_CA6B) + ((uint)from * 0x9E37_79B1) >> 7);

    /// <param name="To">The root marks an empty slot.</param>
    private readonly record struct Edge(int From, uint Symbol, int To);
}
