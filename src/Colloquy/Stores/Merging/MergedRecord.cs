namespace Colloquy.Stores.Merging;

/// <summary>A record after a page was merged, and what the page changed.</summary>
/// <param name="Changed">Whether projected data changed.</param>
/// <param name="Marked">Whether messages were marked as gone, or as present again.</param>
/// <param name="Tally">Counts of the rows; each row counts once.</param>
internal sealed record MergedRecord(ConversationRecord Record, bool Changed, bool Marked, CommitResult Tally);
