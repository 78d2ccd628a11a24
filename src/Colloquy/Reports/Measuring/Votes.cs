namespace Colloquy.Reports.Measuring;

/// <summary>Ratings of one message.</summary>
internal readonly record struct Votes(int Likes, int Dislikes)
{
    /// <summary>Ratings by message id. Messages without ratings are absent.</summary>
    public static IReadOnlyDictionary<string, Votes> ByMessage(ImmutableArray<Feedback> feedbacks)
    {
        if (feedbacks.IsEmpty)
        {
            return ImmutableDictionary<string, Votes>.Empty;
        }

        var votes = new Dictionary<string, Votes>(StringComparer.Ordinal);
        foreach (var feedback in feedbacks)
        {
            var (likes, dislikes) = votes.GetValueOrDefault(feedback.MessageId);
            votes[feedback.MessageId] = new Votes(
                likes + (feedback.Rating == "like" ? 1 : 0), dislikes + (feedback.Rating == "dislike" ? 1 : 0));
        }

        return votes;
    }
}
