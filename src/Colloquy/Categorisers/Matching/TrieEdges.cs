using System.Numerics;

namespace Colloquy.Categorisers.Matching;

/// <summary>The edges of a trie of many symbols: which node follows a node by a symbol. By open addressing; immutable.</summary>
internal sealed class TrieEdges
{
    /// <summary>The node where each walk begins, to which no edge leads.</summary>
    public const int Root = 0;

    private readonly Edge[] _places;

    public TrieEdges(Dictionary<(int From, uint Symbol), int> edges)
    {
        _places = new Edge[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 3 * edges.Count))];
        foreach (var ((from, symbol), to) in edges)
        {
            var place = PlaceOf(from, symbol);
            while (_places[place].To != Root)
            {
                place = (place + 1) & (_places.Length - 1);
            }

            _places[place] = new Edge(from, symbol, to);
        }
    }

    /// <returns>The node, or <see cref="Root"/> if there is none.</returns>
    public int Next(int from, uint symbol)
    {
        var places = _places;
        for (var place = PlaceOf(from, symbol); ; place++)
        {
            ref readonly var edge = ref places[place & (places.Length - 1)];
            if ((edge.From == from && edge.Symbol == symbol) || edge.To == Root)
            {
                return edge.To;
            }
        }
    }

    private int PlaceOf(int from, uint symbol) => (int)((symbol * 0x85EB_CA6B) + ((uint)from * 0x9E37_79B1) >> 7) & (_places.Length - 1);

    /// <param name="To">The root marks an empty place.</param>
    private readonly record struct Edge(int From, uint Symbol, int To);
}
