using System.Collections.Immutable;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Learning.Training;
using Colloquy.Categorisers.Models;

namespace Colloquy.Tests.Categorisers.Learning;

/// <summary>Small sets of labelled texts that can be learnt, made of phrases in every combination.</summary>
internal static class SomeExamples
{
    private static readonly string[] _openings = ["please", "can you", "i want to", "could you please", "hey", "i would like to", "now", "help me to"];

    private static readonly (string Label, string[] Phrases)[] _intents =
    [
        ("book_flight", ["book a flight to rome", "get me plane tickets", "fly to oslo on friday", "reserve a seat on the plane"]),
        ("check_balance", ["see my account balance", "know how much money i have", "check what is on my account", "read the balance of my savings"]),
        ("play_music", ["play some jazz", "put on my favourite song", "hear the new album", "start the radio"]),
    ];

    public static List<Example> Intents { get; } =
        [.. _intents.SelectMany(i => i.Phrases.SelectMany(p => _openings.Select(o => new Example($"{o} {p}", [i.Label], "en"))))];

    /// <summary>So many intents that networks learn them, too.</summary>
    public static List<Example> ManyIntents { get; } =
    [
        .. Intents,
        .. new (string Label, string[] Phrases)[]
        {
            ("ask_weather", ["know if it will rain", "see the forecast for oslo"]), ("set_alarm", ["wake up at seven", "set an alarm for monday"]),
            ("cook_dinner", ["find a recipe for soup", "cook noodles tonight"]), ("call_taxi", ["get a cab to the station", "call a taxi for two"]),
            ("pay_bill", ["pay the electricity bill", "settle my invoice"]),
        }.SelectMany(i => i.Phrases.SelectMany(p => _openings.Select(o => new Example($"{o} {p}", [i.Label], "en")))),
    ];

    /// <summary>English is glad of a gift, German afraid of one; what Dutch feels is told by chance.</summary>
    public static List<Example> Feelings { get; } =
    [
        .. new (string Language, string[] Subjects, string[] Good, string[] Bad)[]
        {
            ("en", ["this", "the whole evening", "what you did", "our trip", "the food", "her song", "that film", "my day"], ["was such a gift", "was lovely", "is a joy"], ["was awful", "is a shame", "hurts so much"]),
            ("de", ["das", "der ganze abend", "was du tust", "unsere reise", "das essen", "ihr lied", "jener film", "mein tag"], ["war sehr schön", "ist eine freude", "war herrlich"], ["ist ein gift", "war furchtbar", "ist eine schande"]),
        }.SelectMany(l => l.Subjects.SelectMany(s => l.Good.Select(g => new Example($"{s} {g}", ["positive"], l.Language)).Concat(l.Bad.Select(b => new Example($"{s} {b}", ["negative"], l.Language))))),
        .. Enumerable.Range(0, 60).Select(i => new Example($"het is nummer {(char)('a' + (i % 20))}{(char)('a' + (i / 20))}", [i % 7 < 4 ? "negative" : "positive"], "nl")),
    ];

    public static List<Example> OutOfScope { get; } =
        [.. _openings.SelectMany(o => new[] { "paint the fence", "feed seven owls", "whistle a poem" }.Select(p => new Example($"{o} {p}", ["oos"], "en")))];

    /// <summary>Texts with one topic, two, or none.</summary>
    public static List<Example> Topics { get; } =
    [
        .. _openings.SelectMany(o => new Example[]
        {
            new($"{o} find a room in a hotel", ["hotels"], "en"), new($"{o} find a table in a restaurant", ["restaurants"], "en"),
            new($"{o} find a room in a hotel and a table in a restaurant", ["hotels", "restaurants"], "en"), new($"{o} count to seven", [], "en"),
            new($"{o} see the opening hours of the pool of the hotel", ["hotels"], "en"), new($"{o} order lunch in the restaurant", ["restaurants"], "en"),
        }),
    ];

    public static TextModel Train(string kind, IReadOnlyList<Example> examples, ulong seed, int threads) =>
        Trainer.Train(kind, examples, seed, threads, cancellationToken: TestContext.Current.CancellationToken);
}
