namespace Colloquy.Tests.Categorisers.PersonalData.Labelled;

/// <summary>Places of one kind: those labelled, those found, and those found that are labelled, from the first character to the last.</summary>
internal sealed record Score(string Kind, int Labelled, int Found, int Right)
{
    public double Recall => Labelled == 0 ? 1 : (double)Right / Labelled;

    public double Precision => Found == 0 ? 1 : (double)Right / Found;

    /// <returns>Each kind, and <c>all</c> of them last.</returns>
    public static IReadOnlyList<Score> Of(IEnumerable<LabelledText> texts)
    {
        var scores = new SortedDictionary<string, Score>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var labelled = text.Kinds.Zip(text.Masked!).ToList();
            var found = text.Find();
            foreach (var kind in labelled.Select(p => p.First).Concat(found.Select(p => p.Kind)).Distinct())
            {
                var right = labelled.Where(p => p.First == kind).Intersect(found.Where(p => p.Kind == kind)).Count();
                var score = scores.GetValueOrDefault(kind) ?? new Score(kind, 0, 0, 0);
                scores[kind] = score with
                {
                    Labelled = score.Labelled + labelled.Count(p => p.First == kind),
                    Found = score.Found + found.Count(p => p.Kind == kind),
                    Right = score.Right + right,
                };
            }
        }

        return [.. scores.Values, new Score("all", scores.Values.Sum(s => s.Labelled), scores.Values.Sum(s => s.Found), scores.Values.Sum(s => s.Right))];
    }
}
