using Colloquy.Publish;

namespace Colloquy.Lake.Tables;

/// <summary>
/// The order of rows in a file: by app, then whole conversations in the order in which they began. Similar rows are adjacent, which
/// compresses better than the order of time. The order is total, so the same rows give the same bytes.
/// </summary>
internal static class RowOrder
{
    public static int Compare(AnalysedConversation a, AnalysedConversation b)
    {
        if (ReferenceEquals(a, b))
        {
            return 0;
        }

        var difference = string.CompareOrdinal(a.Conversation.AppId, b.Conversation.AppId);
        difference = difference != 0 ? difference : a.Conversation.CreatedAt.CompareTo(b.Conversation.CreatedAt);
        return difference != 0 ? difference : string.CompareOrdinal(a.Conversation.Id, b.Conversation.Id);
    }

    public static int Compare(MessageRow a, MessageRow b) =>
        Compare(a.Conversation, b.Conversation) is var byConversation and not 0 ? byConversation : a.Turn.Number.CompareTo(b.Turn.Number);

    public static int Compare(LabelRow a, LabelRow b)
    {
        var difference = ByClaim(a.Label, b.Label);
        difference = difference != 0 ? difference : Compare(a.Conversation, b.Conversation);
        difference = difference != 0 ? difference : Nullable.Compare(a.Label.Turn, b.Label.Turn);
        difference = difference != 0 ? difference : a.Label.Score.CompareTo(b.Label.Score);
        return difference != 0
            ? difference
            : string.CompareOrdinal(string.Join('\0', a.Label.Evidence), string.Join('\0', b.Label.Evidence));
    }

    private static int ByClaim(Label a, Label b)
    {
        var difference = string.CompareOrdinal(a.Kind, b.Kind);
        difference = difference != 0 ? difference : (a.Turn is null).CompareTo(b.Turn is null);
        difference = difference != 0 ? difference : string.CompareOrdinal(a.Value, b.Value);
        difference = difference != 0 ? difference : string.CompareOrdinal(a.Classifier, b.Classifier);
        return difference != 0 ? difference : string.CompareOrdinal(a.Revision, b.Revision);
    }
}
