namespace Colloquy.Model;

/// <summary>
/// What labels say something about, and all that is the same wherever labels of the kind are made, asked for, counted and shown.
/// Categorisers may use kinds of their own beside these; such labels are stored and published, but no report counts them.
/// </summary>
/// <param name="Name">The <c>kind</c> column of the lake. It never changes.</param>
/// <param name="Figure">Name of its counts in the JSON and CSV of reports.</param>
/// <param name="Title">Heading of its counts in reports.</param>
/// <param name="Meaning">What a label says, as an instruction to a language model.</param>
public sealed record LabelKind(string Name, string Figure, string Title, string Meaning)
{
    public const string Language = "language";
    public const string Topic = "topic";
    public const string Intent = "intent";
    public const string Sentiment = "sentiment";
    public const string Outcome = "outcome";
    public const string Satisfaction = "satisfaction";
    public const string PersonalData = "personal_data";

    /// <summary>
    /// In the order in which reports show them and measures store them. A new kind goes to the end, with a new version of the stored
    /// measures.
    /// </summary>
    public static ImmutableArray<LabelKind> All { get; } =
    [
        new(Topic, "topics", "Topics", "what the conversation is about; the main topics only"),
        new(Intent, "intents", "Intents", "what the user wants; the main intents only"),
        new(Sentiment, "sentiments", "Sentiments", "how the user feels about it in the end; at most one")
        {
            Values = ["positive", "negative", "neutral", "mixed"], HasOneValue = true,
        },
        new(Language, "languages", "Languages", "the language that the user writes, as an ISO 639-1 code; at most one")
        {
            HasOneValue = true, IsLanguageCode = true,
        },
        new(
            Outcome, "outcomes", "How they ended",
            "how the conversation ended; at most one. resolved: the user got what was wanted; escalated: handed over to a person; "
                + "abandoned: the user gave up; failed: the assistant broke down; unclear: it does not say")
        {
            Values = ["resolved", "escalated", "abandoned", "failed", "unclear"], HasOneValue = true, IsOfTurns = false,
        },
        new(Satisfaction, "satisfaction", "Satisfaction", "whether the user seems satisfied; at most one")
        {
            Values = ["satisfied", "neutral", "dissatisfied"], HasOneValue = true, IsOfTurns = false,
        },
        new(PersonalData, "personal_data", "Personal data", "personal data that the transcript holds")
        {
            Values = ["email", "phone", "card", "iban", "ip", "national_id", "street_address", "secret"], CountsUnknown = false,
        },
    ];

    /// <summary>Its vocabulary; empty where taxonomies and models declare it. Taxonomies and models may replace it.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Whether its values are ISO 639 codes.</summary>
    public bool IsLanguageCode { get; init; }

    /// <summary>Whether turns have labels of the kind, too; conversations always may.</summary>
    public bool IsOfTurns { get; init; } = true;

    /// <summary>Whether a conversation has one value at most.</summary>
    public bool HasOneValue { get; init; }

    /// <summary>Whether reports count conversations without a value, as <see cref="Tally.Unknown"/>.</summary>
    public bool CountsUnknown { get; init; } = true;

    /// <summary>The kind of this name; null if it is none of <see cref="All"/>.</summary>
    public static LabelKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
