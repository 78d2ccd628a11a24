using System.Collections.Immutable;
using Colloquy.Analyse;
using Colloquy.Model;

namespace Colloquy.TestKit;

public static partial class Some
{
    private static readonly DateTimeOffset FirstOfApril = new(2025, 4, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A conversation of these queries and answers, a minute apart.</summary>
    public static ConversationThread Dialogue(params (string? Query, string? Answer)[] turns) =>
        new(
            new Conversation { Id = "c1", CreatedAt = FirstOfApril },
            [.. turns.Select((t, i) => new Message
            {
                Id = $"m{i + 1:D6}",
                ConversationId = "c1",
                ParentMessageId = i == 0 ? Message.Nil : $"m{i:D6}",
                CreatedAt = FirstOfApril.AddMinutes(i),
                Query = t.Query,
                Answer = t.Answer,
            })],
            [],
            Version: 1);

    /// <summary>A conversation in which only the user says something.</summary>
    public static ConversationThread Queries(params string?[] queries) => Dialogue([.. queries.Select(q => (q, (string?)null))]);

    /// <summary>The turns of <see cref="Queries"/>.</summary>
    public static ImmutableArray<Turn> Turns(params string?[] queries) => TurnTree.Build(Queries(queries).Messages);
}
