using System.Text.Json;

namespace Colloquy.Analyse;

/// <summary>Turns a stored thread into the input of publishing and reporting: turn tree, measures, declared dimensions. Pure.</summary>
/// <param name="dimensions">The declared dimensions, in order.</param>
public sealed class Assembler(ImmutableArray<Dimension> dimensions)
{
    /// <summary>The declared dimensions, in order.</summary>
    internal ImmutableArray<Dimension> Dimensions { get; } = dimensions;

    /// <summary>Changes with everything that shapes the result besides the thread and its labels.</summary>
    internal string Revision { get; } = "1:" + string.Join(',', dimensions.Select(d => $"{d.Name}:{d.Type}"));

    /// <summary>Assembles one conversation.</summary>
    public AnalysedConversation Assemble(ConversationThread thread, ImmutableArray<Label> labels)
    {
        var turns = TurnTree.Build(thread.Messages);
        return new AnalysedConversation(
            thread, turns, Measure(turns, thread.Feedbacks), ReadDimensions(thread.Conversation.Inputs), labels);
    }

    private ImmutableArray<KeyValuePair<string, string>> ReadDimensions(string? inputs)
    {
        if (Dimensions.IsEmpty || inputs is null or "{}")
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(inputs);
            var found = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(Dimensions.Length);
            foreach (var dimension in Dimensions)
            {
                if (dimension.Read(document.RootElement) is { } value)
                {
                    found.Add(new(dimension.Name, value));
                }
            }

            return found.ToImmutable();
        }
        catch (Exception garbled) when (garbled is JsonException or ArgumentException)
        {
            // Some sources keep inputs as free text, possibly with an unpaired surrogate. Then no dimension is known.
            return [];
        }
    }

    private static ConversationMeasures Measure(ImmutableArray<Turn> turns, ImmutableArray<Feedback> feedbacks)
    {
        int active = 0, regenerations = 0, errors = 0, empty = 0, unpriced = 0;
        long? tokensIn = null, tokensOut = null;
        var cost = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var turn in turns)
        {
            var message = turn.Message;
            active += turn.Active ? 1 : 0;
            regenerations += turn.Regeneration ? 1 : 0;
            errors += message.Failed ? 1 : 0;
            empty += !message.Failed && string.IsNullOrEmpty(message.Answer) ? 1 : 0;
            tokensIn = message.TokensIn is { } input ? (tokensIn ?? 0) + input : tokensIn;
            tokensOut = message.TokensOut is { } output ? (tokensOut ?? 0) + output : tokensOut;
            if (message.Cost is var (currency, price))
            {
                cost[currency] = cost.GetValueOrDefault(currency) + price;
            }
            else
            {
                unpriced++;
            }
        }

        return new ConversationMeasures
        {
            Messages = turns.Length,
            ActiveTurns = active,
            Regenerations = regenerations,
            Errors = errors,
            EmptyAnswers = empty,
            Likes = feedbacks.Count(f => f.Rating == "like"),
            Dislikes = feedbacks.Count(f => f.Rating == "dislike"),
            TokensIn = tokensIn,
            TokensOut = tokensOut,
            Cost = [.. cost.Select(c => new Money(c.Key, c.Value))],
            Unpriced = unpriced,
            DurationSeconds = Duration(turns),
        };
    }

    private static double Duration(ImmutableArray<Turn> turns)
    {
        if (turns.IsEmpty)
        {
            return 0;
        }

        var first = turns.Min(t => t.Message.CreatedAt);
        return turns.Max(t => (t.Message.CreatedAt - first).TotalSeconds + (t.Message.Seconds ?? 0));
    }
}
