namespace Colloquy.Reports.Measuring;

/// <summary>
/// The slices to which a conversation's activity belongs. Language, topics and declared dimensions are those of the conversation; app and
/// model may differ from turn to turn.
/// </summary>
internal sealed class Slices
{
    private readonly List<SliceKey> fixedKeys = [SliceKey.Overall];
    private readonly bool byApp, byModel;
    private readonly List<Measures> cells = [];
    private (SlicedMeasures? Measures, string? App, string? Model) current;

    public Slices(AnalysedConversation conversation, ImmutableArray<string> dimensions)
    {
        foreach (var dimension in dimensions)
        {
            switch (dimension)
            {
                case SliceKey.App:
                    byApp = true;
                    break;
                case SliceKey.Model:
                    byModel = true;
                    break;
                case SliceKey.Language:
                    fixedKeys.Add(new SliceKey(dimension, conversation.Language));
                    break;
                case SliceKey.Topic:
                    var topics = LabelValues.Of(conversation, LabelKind.Topic);
                    fixedKeys.AddRange(
                        topics.IsEmpty ? [new SliceKey(dimension, null)] : topics.Select(topic => new SliceKey(dimension, topic)));
                    break;
                default:
                    fixedKeys.Add(new SliceKey(dimension, Declared(conversation, dimension)));
                    break;
            }
        }
    }

    /// <summary>The cells to add to. The list is reused by the next call.</summary>
    public List<Measures> Of(SlicedMeasures measures, string? app, string? model)
    {
        if (current != (measures, app, model))
        {
            current = (measures, app, model);
            cells.Clear();
            cells.AddRange(fixedKeys.Select(key => measures[key]));
            if (byApp)
            {
                cells.Add(measures[new SliceKey(SliceKey.App, app)]);
            }

            if (byModel)
            {
                cells.Add(measures[new SliceKey(SliceKey.Model, model)]);
            }
        }

        return cells;
    }

    private static string? Declared(AnalysedConversation conversation, string dimension)
    {
        foreach (var (name, value) in conversation.Dimensions)
        {
            if (name == dimension)
            {
                return value;
            }
        }

        return null;
    }
}
