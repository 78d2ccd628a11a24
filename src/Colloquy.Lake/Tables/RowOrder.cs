using Colloquy.Publish;

namespace Colloquy.Lake.Tables;

/// <summary>
/// The order of rows in a file: by app, within it whole conversations side by side in the order in which they began. Neighbours are alike then, which packs
/// better than the order of time; and it is total, so the same rows give the same bytes.
/// </summary>
internal static class RowOrder
{
    public static int Compare(AnalysedConversation a, AnalysedConversation b)
    {
        var difference = string.CompareOrdinal(a.Conversation.AppId, b.Conversation.AppId);
        difference = difference != 0 ? difference : a.Conversation.CreatedAt.CompareTo(b.Conversation.CreatedAt);
        return difference != 0 ? difference : string.CompareOrdinal(a.Conversation.Id, b.Conversation.Id);
    }

    public static int Compare(MessageRow a, MessageRow b) =>
        Compare(a.Conversation, b.Conversation) is var byConversation and not 0 ? byConversation : a.Turn.Number.CompareTo(b.Turn.Number);

    public static int Compare(LabelRow a, LabelRow b) =>
        Compare(a.Conversation, b.Conversation) is var byConversation and not 0 ? byConversation : Compare(a.Label, b.Label);

    private static int Compare(Label a, Label b)
    {
        var difference = Nullable.Compare(a.Turn, b.Turn);
        difference = difference != 0 ? difference : string.CompareOrdinal(a.Kind, b.Kind);
        difference = difference != 0 ? difference : string.CompareOrdinal(a.Value, b.Value);
        difference = difference != 0 ? difference : string.CompareOrdinal(a.Classifier, b.Classifier);
        difference = difference != 0 ? difference : string.CompareOrdinal(a.Revision, b.Revision);
        difference = difference != 0 ? difference : a.Score.CompareTo(b.Score);
        return difference != 0 ? difference : string.CompareOrdinal(string.Join('\0', a.Evidence), string.Join('\0', b.Evidence));
    }
}
