using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Colloquy.Shapes;

/// <summary>
/// A conversation as JSON, with its turns, labels and annotations. Names are stable, and equal to those of columns in the lake.
/// </summary>
public static class ConversationJson
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A conversation as an indented document.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="app">Name of the app; null if unknown.</param>
    /// <param name="annotations">Annotations of the conversation; their notes and translations are included.</param>
    public static string Write(AnalysedConversation conversation, string? app, IReadOnlyList<Annotation> annotations)
    {
        var translations = annotations.SelectMany(a => a.Translations).ToLookup(t => t.MessageId, StringComparer.Ordinal);
        var labels = conversation.Labels.ToLookup(l => l.Turn ?? 0);
        var feedbacks = conversation.Thread.Feedbacks.ToLookup(f => f.MessageId, StringComparer.Ordinal);
        var gone = conversation.Thread.GoneMessages.ToHashSet(StringComparer.Ordinal);
        var (row, measures) = (conversation.Conversation, conversation.Measures);
        return JsonSerializer.Serialize(
            new
            {
                id = row.Id,
                name = row.Name,
                app_id = row.AppId,
                app_name = app,
                mode = row.Mode,
                model_id = conversation.ModelId,
                invoke_from = row.InvokeFrom,
                actor_kind = row.Actor?.KindName,
                actor_id = row.Actor?.Id,
                created_at = row.CreatedAt.UtcDateTime,
                updated_at = row.UpdatedAt?.UtcDateTime,
                is_deleted = row.IsDeleted,
                messages = measures.Messages,
                active_turns = measures.ActiveTurns,
                regenerations = measures.Regenerations,
                errors = measures.Errors,
                tokens_in = measures.TokensIn,
                tokens_out = measures.TokensOut,
                cost = measures.Cost.Select(
                    m => new { currency = m.Currency, amount = m.Amount.ToString("0.0######", CultureInfo.InvariantCulture) }),
                labels = Labels(labels[0]),
                notes = annotations.SelectMany(a =>
                    a.Notes.Select(note => new { name = note.Name, text = note.Text, annotator = a.Annotator, revision = a.Revision })),
                turns = conversation.Turns.Select(turn => new
                {
                    number = turn.Number,
                    message_id = turn.Message.Id,
                    workflow_run_id = turn.Message.WorkflowRunId,
                    created_at = turn.Message.CreatedAt.UtcDateTime,
                    parent = turn.Parent,
                    active = turn.Active,
                    regeneration = turn.Regeneration,
                    failed = turn.Message.Failed,
                    gone = gone.Contains(turn.Message.Id),
                    query = turn.Message.Query,
                    answer = turn.Message.Answer,
                    translations = translations[turn.Message.Id].Select(
                        t => new { language = t.Language, query = t.Query, answer = t.Answer }),
                    feedbacks = feedbacks[turn.Message.Id].Select(f => new { rating = f.Rating, content = f.Content }),
                    labels = Labels(labels[turn.Number]),
                }),
            },
            Indented);
    }

    private static IEnumerable<object> Labels(IEnumerable<Label> labels) => labels.Select(label => new
    {
        kind = label.Kind,
        value = label.Value,
        score = label.Score,
        classifier = label.Classifier,
        revision = label.Revision,
        evidence = label.Evidence,
    });
}
