namespace Colloquy.Categorisers.Outcomes;

/// <summary>The evidence for each outcome, counted over the active branch of a conversation.</summary>
/// <param name="EndsFailed">The last turn has an error or no answer.</param>
/// <param name="Marked">An answer contains the hand-off marker.</param>
/// <param name="HandedOff">An answer near the end says that a person takes over.</param>
/// <param name="WantsPerson">A query near the end asks for a person.</param>
/// <param name="Likes">Turns voted up.</param>
/// <param name="Dislikes">Turns voted down.</param>
/// <param name="Thanks">Queries near the end that say thanks.</param>
/// <param name="Content">Queries near the end that say all is well or solved.</param>
/// <param name="Complaints">Queries near the end that complain.</param>
/// <param name="Done">Answers near the end that say that something was done.</param>
/// <param name="Helpless">Answers near the end that say that the assistant cannot help.</param>
/// <param name="Repeats">Queries that mostly repeat an earlier one.</param>
/// <param name="Regenerations">Answers that were regenerated.</param>
internal readonly record struct OutcomeEvidence(
    bool EndsFailed,
    bool Marked,
    bool HandedOff,
    bool WantsPerson,
    int Likes,
    int Dislikes,
    int Thanks,
    int Content,
    int Complaints,
    int Done,
    int Helpless,
    int Repeats,
    int Regenerations)
{
    // A vote is a verdict, while words may be mere politeness. Repeating a question says less than complaining.
    private double For => (2 * Likes) + (0.6 * Math.Min(Thanks, 1)) + (0.8 * Math.Min(Content, 1)) + Math.Min(Done, 2);

    private double Against =>
        (2 * Dislikes) + (1.5 * Complaints) + (0.7 * Repeats) + (0.9 * Helpless) + (WantsPerson ? 1 : 0) + (0.4 * Regenerations);

    private double Pleased =>
        (2 * Likes) + Math.Min(Thanks, 1) + Math.Min(Content, 1)
        - (2 * Dislikes) - (1.5 * Complaints) - (0.5 * Repeats) - (WantsPerson ? 0.5 : 0);

    /// <summary>The outcome, and how strongly the evidence speaks for it, from 0 to 1.</summary>
    public (string Value, float Score) Outcome()
    {
        const double Least = 1;
        var (good, bad) = (For, Against);
        return this switch
        {
            { EndsFailed: true } => ("failed", 0.9f),
            { Marked: true } => ("escalated", 0.95f),
            { HandedOff: true } => ("escalated", 0.8f),
            _ when good - bad >= Least => ("resolved", Strength(good, bad)),
            _ when bad - good >= Least => ("abandoned", Strength(bad, good)),
            _ => ("unclear", 0.5f),
        };
    }

    /// <summary>How satisfied the user seems to be; null if there is no evidence.</summary>
    public (string Value, float Score)? Satisfaction()
    {
        var pleased = Pleased;
        return Likes + Dislikes + Thanks + Content + Complaints + Repeats == 0 && !WantsPerson ? null
            : pleased >= 1 ? ("satisfied", Strength(pleased, 0))
            : pleased <= -1 ? ("dissatisfied", Strength(-pleased, 0))
            : ("neutral", 0.5f);
    }

    private static float Strength(double more, double less) => (float)Math.Round(more / (more + less + 1), 2);
}
