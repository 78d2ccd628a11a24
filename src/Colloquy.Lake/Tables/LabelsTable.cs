using Colloquy.Publish;
using static Colloquy.Lake.Tables.Columns<Colloquy.Publish.LabelRow>;

namespace Colloquy.Lake.Tables;

internal static class LabelsTable
{
    public static Table<LabelRow> Definition { get; } = new(
        "labels",
        Version: 1,
        "One row per claim about a turn or a conversation, on the day that the turn was asked or the conversation began.",
        [
            Id(1, "conversation_id", l => l.Conversation.Conversation.Id, "The conversation.", Packing.Repeating, required: true),
            MaybeCount(2, "turn", l => l.Label.Turn, "The turn, as messages.turn; null for the whole conversation."),
            Word(3, "kind", l => l.Label.Kind, "topic, intent, sentiment, language, …", required: true),
            Word(4, "value", l => l.Label.Value, "The category, for example billing.", required: true),
            Float(5, "score", l => l.Label.Score, "Strength of the evidence from 0 to 1; not a probability."),
            Word(6, "classifier", l => l.Label.Classifier, "Who says so.", required: true),
            Word(7, "revision", l => l.Label.Revision, "The classifier's revision.", required: true),
            Words(8, "evidence", l => l.Label.Evidence, "The matched words, or for a conversation the turns, as turn:3."),
            Time(9, "created_at", l => l.CreatedAt, "When the turn was asked or the conversation began, UTC. The partition is its day."),
        ],
        RowOrder.Compare);
}
