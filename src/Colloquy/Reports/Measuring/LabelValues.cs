namespace Colloquy.Reports.Measuring;

/// <summary>Values of a conversation's labels.</summary>
internal static class LabelValues
{
    /// <summary>Each value once, whichever classifiers claim it.</summary>
    public static ImmutableArray<string> Of(AnalysedConversation conversation, string kind)
    {
        var values = ImmutableArray<string>.Empty;
        foreach (var label in conversation.Labels)
        {
            if (label.Turn is null && label.Kind == kind && !values.Contains(label.Value))
            {
                values = values.Add(label.Value);
            }
        }

        return values;
    }
}
