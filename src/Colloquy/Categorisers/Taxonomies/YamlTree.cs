using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Colloquy.Categorisers.Taxonomies;

/// <summary>A YAML document as a tree that keeps line numbers and repeated keys, so that a reader can report all problems.</summary>
internal abstract record YamlTree(long Line)
{
    // Deeper than any taxonomy; keeps a malicious file from exhausting the stack.
    private const int MaxDepth = 16;

    public sealed record Text(long Line, string Value) : YamlTree(Line);

    public sealed record List(long Line, ImmutableArray<YamlTree> Items) : YamlTree(Line);

    public sealed record Map(long Line, ImmutableArray<(Text Key, YamlTree Value)> Entries) : YamlTree(Line);

    /// <returns>The first document, or null if there is none.</returns>
    /// <exception cref="YamlException">
    /// The text is not YAML, or it uses anchors or mappings as keys, which taxonomies do not need.
    /// </exception>
    public static YamlTree? Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        return parser.TryConsume<DocumentStart>(out _) ? Node(parser, 0) : null;
    }

    private static YamlTree Node(Parser parser, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new YamlException(parser.Current!.Start, parser.Current.End, $"nested more than {MaxDepth} levels deep");
        }

        var line = parser.Current!.Start.Line;
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return new Text(line, scalar.Value);
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = ImmutableArray.CreateBuilder<YamlTree>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Node(parser, depth + 1));
            }

            return new List(line, items.ToImmutable());
        }

        if (parser.TryConsume<MappingStart>(out _))
        {
            var entries = ImmutableArray.CreateBuilder<(Text, YamlTree)>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>();
                entries.Add((new Text(key.Start.Line, key.Value), Node(parser, depth + 1)));
            }

            return new Map(line, entries.ToImmutable());
        }

        throw new YamlException(parser.Current.Start, parser.Current.End, "anchors and aliases are not used in taxonomies");
    }
}
