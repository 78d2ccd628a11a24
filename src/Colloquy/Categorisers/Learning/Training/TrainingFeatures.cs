using Colloquy.Categorisers.Matching;
using Colloquy.Categorisers.Models.Features;

namespace Colloquy.Categorisers.Learning.Training;

/// <summary>The features that a model learns from its examples.</summary>
/// <param name="words">The words among the features, by column.</param>
internal sealed class TrainingFeatures(FeatureSpace space, ImmutableArray<(int Column, string Word, uint Language)> words)
{
    public FeatureSpace Space => space;

    /// <summary>Collects the features that occur in enough texts.</summary>
    public static TrainingFeatures Of(
        IReadOnlyList<Example> examples, FeatureOptions options, CancellationToken cancellationToken = default)
    {
        var seen = new FeatureTable(1 << 16);
        var (counts, last, hashes) = (new List<int>(), new List<int>(), new List<uint>());
        var (kinds, languages) = (new List<float>(), new List<uint>());
        var words = new Dictionary<uint, string>();
        var textsOf = new Dictionary<uint, int>();
        var units = new TextUnits();
        for (var i = 0; i < examples.Count; i++)
        {
            units.Clear();
            units.Add(examples[i].Text, options, cancellationToken);
            var language = LanguageOf(examples[i], options);
            textsOf[language] = textsOf.GetValueOrDefault(language) + 1;
            foreach (ref readonly var unit in units.Units)
            {
                See(unit.Hash, i, WeightOf(unit.Kind, options));
                if (unit.Kind == UnitKind.Word && options.Gram > 0)
                {
                    var word = FeatureHash.In(language, unit.Hash);
                    if (!words.ContainsKey(word))
                    {
                        words.Add(word, units.WordOf(unit).ToString());
                    }

                    foreach (var gram in new WordGrams(units.WordOf(unit), options.ShortestGram, options.LongestGram))
                    {
                        See(gram, i, options.Gram);
                    }
                }
            }

            void See(uint hash, int text, float kind)
            {
                var at = seen.Add(FeatureHash.In(language, hash));
                if (at == counts.Count)
                {
                    counts.Add(0);
                    last.Add(-1);
                    hashes.Add(FeatureHash.In(language, hash));
                    kinds.Add(kind);
                    languages.Add(language);
                }

                if (last[at] != text)
                {
                    last[at] = text;
                    counts[at]++;
                }
            }
        }

        var (kept, weights) = (new List<int>(), new List<float>());
        for (var i = 0; i < hashes.Count; i++)
        {
            if (counts[i] >= options.LeastTexts)
            {
                kept.Add(i);
                weights.Add(kinds[i] * (MathF.Log((1f + textsOf[languages[i]]) / (1f + counts[i])) + 1f));
            }
        }

        uint[] own = options.ByLanguage ? [.. textsOf.Keys] : [];
        return new TrainingFeatures(
            new FeatureSpace(options, [.. kept.Select(i => hashes[i]), .. own], [.. weights, .. own.Select(_ => 1f)]),
            [.. kept.Select((i, column) => (column, words.GetValueOrDefault(hashes[i])!, languages[i])).Where(w => w.Item2 is not null)]);
    }

    /// <returns>0 if all languages share their features.</returns>
    private static uint LanguageOf(Example example, FeatureOptions options) =>
        options.ByLanguage ? FeatureHash.OfLanguage(example.Language) : 0;

    public SparseRows Transform(IReadOnlyList<Example> examples, CancellationToken cancellationToken = default)
    {
        var starts = new int[examples.Count + 1];
        var (columns, values, touched) = (new List<int>(), new List<float>(), new List<int>());
        var sums = new float[Space.Width];
        var units = new TextUnits();
        for (var i = 0; i < examples.Count; i++)
        {
            units.Clear();
            units.Add(examples[i].Text, Space.Options, cancellationToken);
            var language = LanguageOf(examples[i], Space.Options);
            var squares = 0f;
            foreach (ref readonly var unit in units.Units)
            {
                var often = FeatureSpace.Often(unit.Count);
                Put(FeatureHash.In(language, unit.Hash), often, ref squares);
                if (unit.Kind == UnitKind.Word && Space.Options.Gram > 0)
                {
                    foreach (var gram in new WordGrams(units.WordOf(unit), Space.Options.ShortestGram, Space.Options.LongestGram))
                    {
                        Put(FeatureHash.In(language, gram), often, ref squares);
                    }
                }
            }

            var norm = FeatureSpace.Norm(squares);
            touched.Sort();
            foreach (var column in touched)
            {
                columns.Add(column);
                values.Add(sums[column] * norm);
                sums[column] = 0;
            }

            if (Space.Options.ByLanguage && Space.Find(language) is var own and >= 0)
            {
                columns.Add(own);
                values.Add(1);
            }

            touched.Clear();
            starts[i + 1] = columns.Count;
        }

        return new SparseRows(starts, [.. columns], [.. values], Space.Width);

        void Put(uint hash, float often, ref float squares)
        {
            if (Space.Find(hash) is var column and >= 0)
            {
                if (sums[column] == 0)
                {
                    touched.Add(column);
                }

                var value = often * Space.WeightAt(column);
                sums[column] += value;
                squares += value * value;
            }
        }
    }

    /// <summary>Adds the weights of the n-grams of each known word to the row of the word.</summary>
    /// <param name="rows">A row per feature with one number per class; the rows of words are replaced.</param>
    /// <returns>A space in which a known word includes its n-grams, so that they need not be looked up.</returns>
    public FeatureSpace WithWholeWords(float[] rows, int classes)
    {
        var weights = Space.Weights.ToArray();
        var changed = new List<(int Column, float[] Row)>();
        foreach (var (column, word, language) in words)
        {
            var sums = new float[classes];
            var squares = 0f;
            AddTo(column, sums, ref squares);
            foreach (var gram in new WordGrams(word, Space.Options.ShortestGram, Space.Options.LongestGram))
            {
                if (Space.Find(FeatureHash.In(language, gram)) is var at and >= 0)
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

        return new FeatureSpace(Space.Options, Space.Hashes, weights);

        void AddTo(int column, float[] sums, ref float squares)
        {
            var weight = Space.WeightAt(column);
            squares += weight * weight;
            for (var k = 0; k < classes; k++)
            {
                sums[k] += weight * rows[(column * classes) + k];
            }
        }
    }

    private static float WeightOf(UnitKind kind, FeatureOptions options) => kind switch
    {
        UnitKind.Pair => options.Pair,
        UnitKind.Near => options.Near,
        _ => 1f,
    };
}
