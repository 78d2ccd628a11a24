namespace Colloquy.Stores.Merging;

/// <summary>A record after a page, and what the page did to it.</summary>
/// <param name="Changed">False: nothing of what is projected changed.</param>
/// <param name="Marked">Messages were marked as gone or as there again.</param>
/// <param name="Tally">What became of the rows; each counts once.</param>
internal sealed record MergedRecord(ConversationRecord Record, bool Changed, bool Marked, CommitResult Tally);
