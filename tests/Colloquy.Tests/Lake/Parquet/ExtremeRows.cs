using Colloquy.Model;
using Colloquy.Publish;
using Colloquy.TestKit;

namespace Colloquy.Tests.Lake.Parquet;

/// <summary>Rows of a day at the ends of what their types take: nothing known, everything known, texts that trip readers up, the least and the greatest of each number.</summary>
internal static class ExtremeRows
{
    public static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "\r\n\t\u0001\u007F", "'\"\\;--", "null", "é e\u0301 語 𝄞 👩‍👩‍👧", "\u202E\uFEFF\uFFFD\uFFFE\uFFFF\U0010FFFF",
        "half \uD83D", "\uDE00 half", "\uDE00\uD83D", new string('長', 70_000),
    ];

    public static List<AnalysedConversation> Conversations(DateOnly day) =>
    [
        Analysed(new Conversation { Id = "bare", CreatedAt = Last(day) }),
        .. Texts.Select((text, i) => Analysed(Filled(day, text, i))),
        Analysed(new Conversation { Id = "greatest", CreatedAt = First(day), DialogueCount = int.MaxValue, SystemInstructionTokens = int.MinValue, OverrideModelConfigs = "{}" }) with
        {
            Measures = Measures with { Messages = int.MaxValue, ActiveTurns = int.MinValue, TokensIn = long.MaxValue, TokensOut = long.MinValue, DurationSeconds = 1e30 },
        },
    ];

    public static AnalysedConversation Analysed(Conversation conversation) =>
        new(new(conversation, [], [], 1), [], Measures, [], conversation.Id == "bare" ? [] : [.. Texts.SelectMany(text => Whole(text, LabelKind.Topic, LabelKind.Intent, LabelKind.Sentiment))]);

    private static IEnumerable<Label> Whole(string text, params string[] kinds) => kinds.Select(kind => new Label(null, kind, text.Length > 100 ? "long" : text, 1f, "", "", []));

    private static Conversation Filled(DateOnly day, string text, int index) => new()
    {
        Id = $"{index} {text}",
        AppId = text,
        Mode = text,
        Name = text,
        Summary = text,
        AppModelConfigId = text,
        ModelProvider = text,
        ModelId = text,
        OverrideModelConfigs = text,
        Inputs = text,
        Introduction = text,
        SystemInstruction = text,
        SystemInstructionTokens = 0,
        Status = text,
        InvokeFrom = text,
        FromSource = text,
        FromEndUserId = text,
        FromAccountId = text,
        ReadAt = DateTimeOffset.MaxValue,
        ReadAccountId = text,
        DialogueCount = -1,
        CreatedAt = Last(day),
        UpdatedAt = DateTimeOffset.MinValue,
        Extra = text,
    };

    public static List<MessageRow> Messages(DateOnly day) => [Bare(Message(day, 0, "bare")), .. Texts.Select((text, i) => Message(day, i + 1, text))];

    private static MessageRow Bare(MessageRow row) => row with
    {
        Turn = new(new() { Id = "", ConversationId = "", CreatedAt = First(DateOnly.FromDateTime(row.Turn.Message.CreatedAt.UtcDateTime)) }, int.MinValue, null, false, true),
    };

    public static MessageRow Message(DateOnly day, int index, string text)
    {
        var message = new Message
        {
            Id = text,
            ConversationId = text,
            AppId = text,
            Query = text,
            Answer = text,
            MessageTokens = long.MaxValue,
            AnswerTokens = long.MinValue,
            MessageUnitPrice = 0.0000001m * index,
            AnswerUnitPrice = -0.0000001m * index,
            MessagePriceUnit = 99_999_999_999.9999999m,
            AnswerPriceUnit = -99_999_999_999.9999999m,
            TotalPrice = index % 2 == 0 ? null : 0.00000012345m,
            Currency = text,
            Latency = Math.Pow(10, index - 5),
            ParentMessageId = text,
            Inputs = text,
            Metadata = """{"語":"𝄞"}""",
            Status = text,
            Error = text,
            ModelProvider = text,
            ModelId = text,
            OverrideModelConfigs = text,
            AgentBased = index % 3 == 0 ? null : index % 3 == 1,
            InvokeFrom = text,
            FromSource = text,
            FromEndUserId = text,
            FromAccountId = text,
            CreatedAt = Last(day),
            Extra = """{"n":null}""",
        };
        var conversation = Analysed(new Conversation { Id = $"{index:D2}", CreatedAt = First(day) });
        return new MessageRow(conversation, new Turn(message, int.MaxValue - index, null, index % 2 == 0, index % 2 == 1));
    }

    public static List<LabelRow> Labels(DateOnly day) =>
    [
        .. Texts.Select((text, i) => new LabelRow(
            Analysed(new Conversation { Id = text, CreatedAt = First(day) }), new(i % 2 == 0 ? null : int.MaxValue, text, text, 1f / (i + 1), text, text, [.. Texts.Take(i)]), Last(day))),
        .. new float[] { 0, -0f, float.Epsilon, float.MinValue, float.MaxValue, float.PositiveInfinity }.Select((score, i) => new LabelRow(
            Analysed(new Conversation { Id = "scores", CreatedAt = First(day) }), new(int.MinValue, "kind", $"{i}", score, "", "", [""]), First(day))),
    ];

    public static List<UserDayRow> UserDays(DateOnly day) =>
    [
        .. Texts.SelectMany((text, i) => Enum.GetValues<ActorKind>().Select(kind => new UserDayRow(
            new()
            {
                Actor = new(kind, $"{i}{text}"),
                Day = day,
                Conversations = long.MaxValue,
                Turns = long.MinValue,
                TokensIn = i % 2 == 0 ? null : long.MinValue,
                TokensOut = i % 2 == 1 ? null : long.MaxValue,
                Cost = [.. Texts.Take(i).Distinct().Select(currency => new Money(currency, i % 2 == 0 ? decimal.MaxValue : -0.0000001m))],
                Errors = 0,
                Likes = -1,
                Dislikes = 1,
                Topics = [.. Texts.Take(i).Select(value => new Tally(value, long.MaxValue))],
                Models = [],
                Apps = [new(text, 0)],
            },
            i % 2 == 0))),
    ];

    public static List<MetricRow> DailyMetrics(DateOnly day) =>
        [.. Figures.SelectMany((figures, i) => Texts.Append(null).Select(text => new MetricRow(day, $"{i}", text, figures)))];

    public static List<ReportRow> Reports(DateOnly day) =>
        [.. Figures.SelectMany((figures, i) => Texts.Append(null).Select(text => new ReportRow($"{i}", text ?? "", First(day), DateTimeOffset.MaxValue, "", text, figures)))];

    private static PeriodFigures[] Figures { get; } =
    [
        Some.NoFigures,
        Some.Figures(1_000),
        Some.NoFigures with { Conversations = long.MaxValue, Turns = long.MinValue, TokensIn = long.MaxValue, TokensOut = long.MinValue, LatencyP50 = double.MaxValue, LatencyP95 = double.Epsilon },
        Some.NoFigures with { LatencyP50 = -0.0, LatencyP95 = double.NegativeInfinity, Cost = [new("語", decimal.MinValue)], Labels = [new(LabelKind.Topic, [new("\"\\\u0001", 0)])], HourOfWeek = [long.MaxValue, -1] },
    ];

    private static ConversationMeasures Measures { get; } = new()
    {
        Messages = 0,
        ActiveTurns = 0,
        Regenerations = 0,
        Errors = 0,
        EmptyAnswers = 0,
        Likes = 0,
        Dislikes = 0,
        TokensIn = null,
        TokensOut = null,
        Cost = [],
        Unpriced = 0,
        DurationSeconds = 0,
    };

    public static DateTimeOffset First(DateOnly day) => new(day, default, TimeSpan.Zero);

    private static DateTimeOffset Last(DateOnly day) => First(day).AddMicroseconds(TimeSpan.MicrosecondsPerDay - 1);
}
