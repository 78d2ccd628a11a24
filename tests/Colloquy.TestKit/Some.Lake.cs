using System.Collections.Immutable;
using System.Globalization;
using Colloquy.Analyse;
using Colloquy.Model;
using Colloquy.Publish;

namespace Colloquy.TestKit;

public static partial class Some
{
    /// <summary>A text that stands in every lake day and must not be found where texts have no place.</summary>
    public const string Secret = "Where did my grandmother leave the silver spoon?";

    /// <summary>
    /// All tables of a day: conversations of three turns (the last asked again, so there is an alternative), with labels, a person, figures and
    /// a report. Nulls, two currencies, other scripts and long texts occur. The same arguments give the same rows.
    /// </summary>
    public static DayPartition LakeDay(DateOnly day, int conversations = 3, int seed = 1)
    {
        ImmutableArray<AnalysedConversation> all = [.. Enumerable.Range(0, conversations).Select(i => LakeConversation(day, i, seed))];
        var rows = DayRows.Of(day, all);
        return rows with
        {
            UserDays = [.. all.Select((c, i) => new UserDayRow(LakeUser(day, c), i == 0))],
            DailyMetrics = [new MetricRow(day, "all", "", Figures(conversations, seed)), new MetricRow(day, "model", null, NoFigures)],
            Reports =
            [
                new ReportRow("day", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Midnight(day), Midnight(day.AddDays(1)), "all", "", Figures(conversations, seed)),
            ],
        };
    }

    /// <summary>One of <see cref="LakeDay"/>.</summary>
    public static AnalysedConversation LakeConversation(DateOnly day, int index, int seed = 1)
    {
        var id = $"{day:yyyyMMdd}-{index:D4}";
        var began = Midnight(day).AddMinutes(7 * index).AddTicks(10 * index);
        var conversation = new Conversation
        {
            Id = id,
            AppId = $"app-{index % 2}",
            Name = index % 3 == 0 ? null : $"{Secret} {index}",
            Mode = "chat",
            Status = "normal",
            ModelId = index % 2 == 0 ? "gpt-4o-mini" : null,
            FromEndUserId = index % 4 == 3 ? null : $"user-{index}",
            FromAccountId = index % 4 == 3 ? "account-1" : null,
            Inputs = $$"""{"channel":"web","seed":{{seed}}}""",
            SystemInstruction = "你是旅行和生活助手。",
            CreatedAt = began,
            UpdatedAt = index % 5 == 4 ? null : began.AddMinutes(4),
            ReadAt = index % 2 == 0 ? null : began.AddDays(1),
            Extra = index == 1 ? """{"app_mode":"chat"}""" : null,
        };
        ImmutableArray<Message> messages = [.. Enumerable.Range(0, 4).Select(turn => new Message
        {
            Id = $"{id}-m{turn}",
            ConversationId = id,
            AppId = conversation.AppId,
            Query = turn == 0 ? Secret : turn == 1 ? "" : $"后来呢？{seed} 🙂",
            Answer = turn == 3 ? null : string.Concat(Enumerable.Repeat($"Answer {turn} of {seed}. ", 20 * turn)),
            MessageTokens = turn == 2 ? null : 40 + turn + seed,
            AnswerTokens = 15 * turn,
            MessageUnitPrice = 0.0008m,
            MessagePriceUnit = 0.001m,
            TotalPrice = turn == 2 ? null : 0.0000660m * (turn + 1),
            Currency = turn == 1 ? "RMB" : "USD",
            Latency = 0.25 + turn,
            ParentMessageId = turn == 0 ? Message.Nil : $"{id}-m{Math.Min(turn - 1, 1)}",
            Metadata = turn == 1 ? """{"retriever_resources":[]}""" : null,
            Status = "normal",
            ModelId = "gpt-4o-mini",
            FromEndUserId = conversation.FromEndUserId,
            FromAccountId = conversation.FromAccountId,
            AgentBased = turn == 0 ? null : turn == 1,
            CreatedAt = began.AddMinutes(turn),
        })];
        ImmutableArray<Label> labels =
        [
            new(null, LabelKind.Topic, "billing", 0.5f, "taxonomy", "1", ["turn:1"]),
            new(null, LabelKind.Topic, "travel", 0.75f, "taxonomy", "1", []),
            new(1, LabelKind.Intent, "question", 0.5f, "taxonomy", "1", ["where", "did"]),
            new(2, LabelKind.Sentiment, index % 2 == 0 ? "positive" : "negative", 1f, "taxonomy", "1", []),
        ];
        return new Assembler([new Dimension("channel", DimensionType.Text)]).Assemble(new ConversationThread(conversation, messages, [], 1), labels);
    }

    private static UserDay LakeUser(DateOnly day, AnalysedConversation conversation) => new()
    {
        Actor = conversation.Conversation.Actor!.Value with { Id = conversation.Conversation.Actor!.Value.Id + conversation.Conversation.Id },
        Day = day,
        Conversations = 1,
        Turns = conversation.Measures.Messages,
        TokensIn = conversation.Measures.TokensIn,
        TokensOut = null,
        Cost = conversation.Measures.Cost,
        Errors = 0,
        Likes = 1,
        Dislikes = 0,
        Topics = [new Tally("billing", 1), new Tally("travel", 1)],
        Models = [new Tally("gpt-4o-mini", 4)],
        Apps = [],
    };

    private static DateTimeOffset Midnight(DateOnly day) => new(day, default, TimeSpan.Zero);
}
