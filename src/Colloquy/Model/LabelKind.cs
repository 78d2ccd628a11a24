namespace Colloquy.Model;

/// <summary>
/// A kind of label, and everything about it that is the same wherever its labels are made, requested, counted and shown. Categorisers may
/// also use kinds of their own; these labels are stored and published, but reports do not count them.
/// </summary>
/// <param name="Name">The <c>kind</c> column of the lake. It never changes.</param>
/// <param name="Figure">Name of its counts in the JSON and CSV of reports.</param>
/// <param name="Title">Heading of its counts in reports.</param>
/// <param name="Meaning">What a label says, as an instruction to a language model.</param>
public sealed record LabelKind(string Name, string Figure, string Title, string Meaning)
{
    /// <summary>The language that the user writes, as an ISO 639 code.</summary>
    public const string Language = "language";
    /// <summary>What a conversation or a turn is about.</summary>
    public const string Topic = "topic";
    /// <summary>What the user wants.</summary>
    public const string Intent = "intent";
    /// <summary>How the user feels about it.</summary>
    public const string Sentiment = "sentiment";
    /// <summary>How the conversation ended.</summary>
    public const string Outcome = "outcome";
    /// <summary>Whether the user seems satisfied.</summary>
    public const string Satisfaction = "satisfaction";
    /// <summary>Kinds of personal data in a text.</summary>
    public const string PersonalData = "personal_data";

    /// <summary>
    /// All kinds, in the order in which reports show them and measures store them. Append new kinds at the end, and raise the version of
    /// the stored measures.
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

    /// <summary>The allowed values; empty if taxonomies and models declare them. Taxonomies and models may also replace them.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Whether its values are ISO 639 codes.</summary>
    public bool IsLanguageCode { get; init; }

    /// <summary>Whether turns have labels of this kind; conversations may have labels of every kind.</summary>
    public bool IsOfTurns { get; init; } = true;

    /// <summary>Whether a conversation has at most one value.</summary>
    public bool HasOneValue { get; init; }

    /// <summary>Whether reports count conversations without a value, as <see cref="Tally.Unknown"/>.</summary>
    public bool CountsUnknown { get; init; } = true;

    /// <summary>The kind with this name; null if it is none of <see cref="All"/>.</summary>
    public static LabelKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
