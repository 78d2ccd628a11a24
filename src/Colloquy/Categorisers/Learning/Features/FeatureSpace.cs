using Colloquy.Categorisers.Learning.Training;

namespace Colloquy.Categorisers.Learning.Features;

/// <summary>
/// The features that a model knows and what each weighs. A text is the sum of its units, each times 1 + ln(count): a word is itself and its n-grams, weighted
/// by rarity. It is divided by the root of the summed squares of all features of its units.
/// </summary>
/// <remarks>Because a word gives the same wherever it stands, a trained model keeps known words ready with their n-grams (<see cref="WithWholeWords"/>).</remarks>
internal sealed class FeatureSpace
{
    private readonly FeatureTable _table;
    private readonly FeatureFilter _filter;
    private readonly float[] _weights;

    /// <param name="hashes">Of the features, in the order of their columns.</param>
    /// <param name="weights">Of the features: rarity times the weight of their kind.</param>
    public FeatureSpace(FeatureOptions options, uint[] hashes, float[] weights)
    {
        Options = options;
        Hashes = hashes;
        _weights = weights;
        _table = new FeatureTable(hashes.Length);
        _filter = new FeatureFilter(hashes);
        foreach (var hash in hashes)
        {
            _table.Add(hash);
        }
    }

    public FeatureOptions Options { get; }

    public uint[] Hashes { get; }

    /// <summary>The words among the features, by column; empty in a space that was read from a file.</summary>
    public ImmutableArray<(int Column, string Word)> Words { get; private init; } = [];

    public float[] Weights => _weights;

    public int Width => Hashes.Length;

    /// <summary>Takes the features of texts that occur often enough.</summary>
    public static FeatureSpace Of(IReadOnlyList<string> texts, FeatureOptions options)
    {
        var seen = new FeatureTable(1 << 16);
        var (counts, last, hashes, kinds) = (new List<int>(), new List<int>(), new List<uint>(), new List<float>());
        var words = new Dictionary<uint, string>();
        var units = new TextUnits();
        for (var i = 0; i < texts.Count; i++)
        {
            units.Clear();
            units.Add(texts[i], options);
            foreach (ref readonly var unit in units.Units)
            {
                See(unit.Hash, i, WeightOf(unit.Kind, options));
                if (unit.Kind == UnitKind.Word && options.Gram > 0)
                {
                    if (!words.ContainsKey(unit.Hash))
                    {
                        words.Add(unit.Hash, units.WordOf(unit).ToString());
                    }

                    foreach (var gram in new WordGrams(units.WordOf(unit), options.ShortestGram, options.LongestGram))
                    {
                        See(gram, i, options.Gram);
                    }
                }
            }
        }

        var (kept, weights) = (new List<uint>(), new List<float>());
        for (var i = 0; i < hashes.Count; i++)
        {
            if (counts[i] >= options.LeastTexts)
            {
                kept.Add(hashes[i]);
                weights.Add(kinds[i] * (MathF.Log((1f + texts.Count) / (1f + counts[i])) + 1f));
            }
        }

        return new FeatureSpace(options, [.. kept], [.. weights]) { Words = [.. kept.Select((hash, i) => (i, words.GetValueOrDefault(hash)!)).Where(w => w.Item2 is not null)] };

        void See(uint hash, int text, float kind)
        {
            var at = seen.Add(hash);
            if (at == counts.Count)
            {
                counts.Add(0);
                last.Add(-1);
                hashes.Add(hash);
                kinds.Add(kind);
            }

            if (last[at] != text)
            {
                last[at] = text;
                counts[at]++;
            }
        }
    }

    /// <returns>The column of a feature, or -1 if the model does not know it.</returns>
    public int Find(uint hash) => _filter.MayKnow(hash) ? _table.Find(hash) : -1;

    public float WeightAt(int column) => _weights[column];

    public SparseRows Transform(IReadOnlyList<string> texts)
    {
        var starts = new int[texts.Count + 1];
        var (columns, values, touched) = (new List<int>(), new List<float>(), new List<int>());
        var sums = new float[Width];
        var units = new TextUnits();
        for (var i = 0; i < texts.Count; i++)
        {
            units.Clear();
            units.Add(texts[i], Options);
            var squares = 0f;
            foreach (ref readonly var unit in units.Units)
            {
                var often = Often(unit.Count);
                Put(unit.Hash, often, ref squares);
                if (unit.Kind == UnitKind.Word && Options.Gram > 0)
                {
                    foreach (var gram in new WordGrams(units.WordOf(unit), Options.ShortestGram, Options.LongestGram))
                    {
                        Put(gram, often, ref squares);
                    }
                }
            }

            var norm = Norm(squares);
            touched.Sort();
            foreach (var column in touched)
            {
                columns.Add(column);
                values.Add(sums[column] * norm);
                sums[column] = 0;
            }

            touched.Clear();
            starts[i + 1] = columns.Count;
        }

        return new SparseRows(starts, [.. columns], [.. values], Width);

        void Put(uint hash, float often, ref float squares)
        {
            if (Find(hash) is var column and >= 0)
            {
                if (sums[column] == 0)
                {
                    touched.Add(column);
                }

                var value = often * _weights[column];
                sums[column] += value;
                squares += value * value;
            }
        }
    }

    /// <summary>Puts the n-grams of each known word into its own row.</summary>
    /// <param name="rows">A row a feature, one number a class; the rows of words are replaced.</param>
    /// <returns>A space in which a known word stands for its n-grams too, so that they need not be looked up.</returns>
    public FeatureSpace WithWholeWords(float[] rows, int classes)
    {
        var weights = _weights.ToArray();
        var changed = new List<(int Column, float[] Row)>();
        foreach (var (column, word) in Words)
        {
            var sums = new float[classes];
            var squares = 0f;
            AddTo(column, sums, ref squares);
            foreach (var gram in new WordGrams(word, Options.ShortestGram, Options.LongestGram))
            {
                if (Find(gram) is var at and >= 0)
                {
                    AddTo(at, sums, ref squares);
                }
            }

            weights[column] = MathF.Sqrt(squares);
            for (var k = 0; k < classes; k++)
            {
                sums[k] /= weights[column];
            }

            changed.Add((column, sums));
        }

        foreach (var (column, row) in changed)
        {
            row.CopyTo(rows.AsSpan(column * classes));
        }

        return new FeatureSpace(Options, Hashes, weights);

        void AddTo(int column, float[] sums, ref float squares)
        {
            var weight = _weights[column];
            squares += weight * weight;
            for (var k = 0; k < classes; k++)
            {
                sums[k] += weight * rows[(column * classes) + k];
            }
        }
    }

    public static float Often(int count) => count == 1 ? 1f : 1f + MathF.Log(count);

    public static float Norm(float squares) => squares > 0 ? 1f / MathF.Sqrt(squares) : 0f;

    private static float WeightOf(UnitKind kind, FeatureOptions options) => kind switch
    {
        UnitKind.Pair => options.Pair,
        UnitKind.Near => options.Near,
        _ => 1f,
    };
}
