using Colloquy.Publish;
using static Colloquy.Lake.Tables.Columns<Colloquy.Publish.LabelRow>;

namespace Colloquy.Lake.Tables;

internal static class LabelsTable
{
    public static Table<LabelRow> Definition { get; } = new(
        "labels",
        Version: 1,
        "One row per label of a turn or a conversation, in the partition of the day the turn was asked or the conversation began.",
        [
            Word(1, "conversation_id", l => l.Conversation.Conversation.Id, "The conversation.", Packing.Repeating),
            MaybeCount(2, "turn", l => l.Label.Turn, "The turn, as in messages.turn; null for the whole conversation.", Packing.Repeating),
            Word(3, "kind", l => l.Label.Kind, "topic, intent, sentiment, language, …", Packing.Repeating),
            Word(4, "value", l => l.Label.Value, "The category, for example billing.", Packing.Repeating),
            Float(5, "score", l => l.Label.Score, "Strength of the evidence from 0 to 1. Not a probability.", Packing.Repeating),
            Word(6, "classifier", l => l.Label.Classifier, "Name of the classifier.", Packing.Repeating),
            Word(7, "revision", l => l.Label.Revision, "The classifier's revision.", Packing.Repeating),
            Words(
                8, "evidence", Evidence,
                "The matched phrases. Empty for a whole conversation: its evidence is its turns' labels of the same kind and value."),
            Date(
                9, "date", l => DateOnly.FromDateTime(l.CreatedAt.UtcDateTime),
                "The UTC day on which the turn was asked or the conversation began. Partition column."),
        ],
        RowOrder.Compare);

    private static IEnumerable<string> Evidence(LabelRow row) => row.Label.Turn is null ? [] : row.Label.Evidence;
}
