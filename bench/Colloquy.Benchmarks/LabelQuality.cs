using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Learning.Evaluation;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Learning.Training;
using Colloquy.Categorisers.Outcomes;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Model;
using Colloquy.Models;
using Colloquy.Tests.Categorisers.PersonalData.Labelled;

namespace Colloquy.Benchmarks;

/// <summary>How good labels are on what the models did not learn from: development parts, tenths and fifths by the hash of the text, corpora left out whole.</summary>
internal static class LabelQuality
{
    private const int LongEnough = 20;
    private const int Folds = 10;

    /// <param name="parts">Names of tables; all if empty.</param>
    public static void Run(string[] parts)
    {
        var shared = SharedData.OfEnvironment();
        var dialogues = new Lazy<IReadOnlyCollection<Dialogue>>(shared.Conversations);
        foreach (var (name, table) in (List<(string, Action)>)
        [
            ("intents", () => Intents(shared)), ("topics", () => Topics(dialogues.Value)), ("languages", () => Languages(shared)), ("sentiments", () => Sentiments(shared)),
            ("outcomes", () => Outcomes(dialogues.Value)), ("personal-data", () => PersonalData(dialogues.Value)),
            ("personal-data-set", LabelledPersonalData),
        ])
        {
            if (parts.Length == 0 || parts.Contains(name))
            {
                table();
            }
        }
    }

    internal static Conversation ConversationOf(Dialogue dialogue) => new() { Id = dialogue.Id, CreatedAt = DateTimeOffset.UnixEpoch };

    internal static ImmutableArray<Turn> TurnsOf(Dialogue dialogue) =>
    [
        .. dialogue.Turns.Select((t, i) => new Turn(
            new Message { Id = $"{i}", ConversationId = dialogue.Id, Query = t.Query, Answer = t.Answer, CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(i) }, i + 1, i == 0 ? null : i, true, false)),
    ];

    private static void Intents(SharedData shared)
    {
        Console.WriteLine("| intents, trained on | measured on | texts | accuracy | macro F1 | answered | right of these | calibration error | in scope | in scope, silence an error | out of scope recognised |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (set, part) in ((string, string?)[])[("clinc150", "val"), ("multidogo", "dev"), ("banking77", null), ("hwu64", null)])
        {
            var all = ExampleReader.Read([shared.Set(set + ".train")], LabelKind.Intent);
            if (part is null)
            {
                CrossValidate(set, all);
                continue;
            }

            var report = Evaluator.Evaluate(Trained(LabelKind.Intent, all), ExampleReader.Read([shared.Set($"{set}.{part}")], LabelKind.Intent));
            Console.WriteLine($"| {set} | {part} | {report.Texts:N0} | {report.Accuracy:P1} | {report.MacroF1:P1} | {report.Coverage:P1} | {report.AnsweredAccuracy:P1} | {report.CalibrationError:P1} | {report.InScopeAccuracy:P1} | {report.InScopeAnswered:P1} | {report.OutOfScopeRecall:P1} |");
        }

        Console.WriteLine();
    }

    // Each text is predicted once, by a model that learnt from the nine tenths it is not in; equal texts are in one tenth.
    private static void CrossValidate(string set, List<Example> all)
    {
        var reports = Enumerable.Range(0, Folds).Select(fold => Evaluator.Evaluate(
            Trained(LabelKind.Intent, all.FindAll(e => Hash(e.Text) % Folds != (ulong)fold)), all.FindAll(e => Hash(e.Text) % Folds == (ulong)fold))).ToList();
        var accuracy = Mean(r => r.Accuracy);
        var deviation = Math.Sqrt(reports.Average(r => (r.Accuracy - accuracy) * (r.Accuracy - accuracy)) / (Folds - 1));
        Console.WriteLine($"| {set} | each tenth by the others | {reports.Sum(r => r.Texts):N0} | {accuracy:P1} ± {deviation:P1} | {Mean(r => r.MacroF1):P1} | {Mean(r => r.Coverage):P1} | {Mean(r => r.AnsweredAccuracy):P1} | {Mean(r => r.CalibrationError):P1} | | | |");

        double Mean(Func<EvaluationReport, double> of) => reports.Sum(r => of(r) * r.Texts) / reports.Sum(r => r.Texts);
    }

    private static void Topics(IReadOnlyCollection<Dialogue> dialogues)
    {
        Console.WriteLine("| topics of conversations, left out of training | conversations | micro F1, `classify` with the model | micro F1, the labels of `run` |");
        Console.WriteLine("|---|---:|---:|---:|");
        foreach (var left in (string?[])[null, "star", "sgd", "woz"])
        {
            var test = dialogues.Where(d => left is null ? IsHeldOut(d.Id) : d.Dataset == left).ToList();
            var train = dialogues.Where(d => left is null ? !IsHeldOut(d.Id) : d.Dataset != left).ToList();
            var model = Train(LabelKind.Topic, [.. train.Select(d => d.AsExample())]);
            var alone = Evaluator.Evaluate(Used(model), [.. test.Select(d => d.AsExample())]);
            ICategoriser[] labellers = [new LanguageCategoriser(ShippedModels.Language), new ModelCategoriser(model), new TaxonomyCategoriser(Taxonomy.Default)];
            var vocabulary = dialogues.SelectMany(d => d.Topics).ToHashSet(StringComparer.Ordinal);
            var (hits, claimed, expected) = (0, 0, 0);
            foreach (var dialogue in test)
            {
                var context = new ConversationContext(ConversationOf(dialogue), TurnsOf(dialogue));
                foreach (var labeller in labellers)
                {
                    labeller.Label(context);
                }

                var topics = context.Labels.Where(l => l is { Turn: null, Kind: LabelKind.Topic } && vocabulary.Contains(l.Value)).Select(l => l.Value).ToList();
                hits += topics.Intersect(dialogue.Topics).Count();
                claimed += topics.Count;
                expected += dialogue.Topics.Length;
            }

            Console.WriteLine($"| {left ?? "a fifth of each corpus"} | {test.Count:N0} | {alone.MicroF1:P1} | {2.0 * hits / (claimed + expected):P1} |");
        }

        Console.WriteLine();
    }

    private static void Languages(SharedData shared)
    {
        var (train, test) = Split(shared.Languages());
        var model = Train(LabelKind.Language, train);
        test.AddRange(ExampleReader.Read([shared.Set("brighter.dev"), shared.Set("afrisenti.dev")], LabelKind.Language));
        Console.WriteLine($"| language of a text, {model.Labels.Length} languages | texts | accuracy | answered | right of these |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        var known = test.Where(e => model.Labels.Contains(e.Labels[0])).ToList();
        foreach (var (name, texts) in (List<(string, List<Example>)>)[($"of {LongEnough} characters and more", known.FindAll(e => e.Text.Length >= LongEnough)), ("shorter", known.FindAll(e => e.Text.Length < LongEnough))])
        {
            var report = Evaluator.Evaluate(Used(model), texts);
            Console.WriteLine($"| {name} | {report.Texts:N0} | {report.Accuracy:P1} | {report.Coverage:P1} | {report.AnsweredAccuracy:P1} |");
            if (texts.Count > 0 && texts[0].Text.Length >= LongEnough)
            {
                Console.WriteLine($"| the worst: {string.Join(", ", report.Labels.Where(l => l.Texts > 0).OrderBy(l => l.Recall).Take(8).Select(l => $"{l.Label} {l.Recall:P0}"))} | | | | |");
            }
        }

        Console.WriteLine();
    }

    private static void Sentiments(SharedData shared)
    {
        string[] sets = ["goemotions", "brighter", "afrisenti"];
        var model = Train(LabelKind.Sentiment, ExampleReader.Read(sets.Select(s => shared.Set(s + ".train")), LabelKind.Sentiment));
        Console.WriteLine("| sentiment, development part | language | texts | accuracy | macro F1 | majority | words of the taxonomy, else neutral |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|---:|");
        var words = new Labeller([new LanguageCategoriser(ShippedModels.Language), new TaxonomyCategoriser(Taxonomy.Default)]);
        foreach (var set in sets)
        {
            var test = ExampleReader.Read([shared.Set(set + ".dev")], LabelKind.Sentiment);
            foreach (var language in Evaluator.Evaluate(Used(model), test).Languages)
            {
                var own = test.FindAll(e => e.Language == language.Language);
                var right = own.AsParallel().Count(e => (words.LabelText(e.Text).FirstOrDefault(l => l is { Turn: null, Kind: LabelKind.Sentiment })?.Value ?? "neutral") == e.Labels[0]);
                Console.WriteLine($"| {set} | {language.Language} | {language.Texts:N0} | {language.Accuracy:P1} | {language.MacroF1:P1} | {language.Majority:P1} | {(double)right / own.Count:P1} |");
            }
        }

        Console.WriteLine();
    }

    private static void Outcomes(IReadOnlyCollection<Dialogue> dialogues)
    {
        var categoriser = new OutcomeCategoriser();
        var (yes, no, hits, wrong) = (0, 0, 0, 0);
        foreach (var dialogue in dialogues.Where(d => d.Verdict is not null))
        {
            var context = new ConversationContext(ConversationOf(dialogue), TurnsOf(dialogue));
            categoriser.Label(context);
            var resolved = context.Labels[0].Value == "resolved";
            (yes, no) = dialogue.Verdict == true ? (yes + 1, no) : (yes, no + 1);
            (hits, wrong) = (hits + (resolved && dialogue.Verdict == true ? 1 : 0), wrong + (resolved && dialogue.Verdict == false ? 1 : 0));
        }

        Console.WriteLine("| outcome, STAR's users on their task | conversations | said yes | of those called resolved, said yes | of yes, called resolved | of no, not called resolved |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        Console.WriteLine($"| | {yes + no:N0} | {(double)yes / (yes + no):P1} | {(double)hits / (hits + wrong):P1} | {(double)hits / yes:P1} | {1 - ((double)wrong / no):P1} |\n");
    }

    private static void LabelledPersonalData()
    {
        Console.WriteLine("| personal data, labelled texts | places | recall | precision | places, test half | recall | precision |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        var (development, test) = (LabelledText.Read("development"), LabelledText.Read("test"));
        var halves = Score.Of(test).ToDictionary(s => s.Kind);
        foreach (var score in Score.Of(development.Concat(test)))
        {
            var half = halves[score.Kind];
            Console.WriteLine($"| {score.Kind} | {score.Labelled:N0} | {score.Recall:P1} | {score.Precision:P1} | {half.Labelled:N0} | {half.Recall:P1} | {half.Precision:P1} |");
        }

        Console.WriteLine();
    }

    private static void PersonalData(IReadOnlyCollection<Dialogue> dialogues)
    {
        Console.WriteLine("| personal data found | places | for example |");
        Console.WriteLine("|---|---:|---|");
        var found = new List<PersonalDatum>();
        var places = new SortedDictionary<PersonalDataKind, List<string>>();
        foreach (var text in dialogues.SelectMany(d => d.Turns.SelectMany(t => (string[])[t.Query, t.Answer])))
        {
            found.Clear();
            PersonalDataFinder.Find(text, found);
            foreach (var datum in found)
            {
                if (!places.TryGetValue(datum.Kind, out var list))
                {
                    places.Add(datum.Kind, list = []);
                }

                list.Add(text.Substring(datum.Start, datum.Length));
            }
        }

        foreach (var (kind, list) in places)
        {
            Console.WriteLine($"| {PersonalDatum.NameOf(kind)} | {list.Count:N0} | {string.Join("; ", list.Distinct().OrderBy(Hash).Take(3))} |");
        }
    }

    private static (List<Example> Train, List<Example> Test) Split(List<Example> examples) =>
        (examples.FindAll(e => !IsHeldOut(e.Text)), examples.FindAll(e => IsHeldOut(e.Text)));

    private static bool IsHeldOut(string text) => Hash(text) % 5 == 0;

    private static ulong Hash(string text) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text));

    private static TextClassifier Used(TextModel model) => new(model, ShippedModels.Language, Taxonomy.Default);

    private static TextClassifier Trained(string kind, List<Example> examples) => Used(Train(kind, examples));

    private static TextModel Train(string kind, List<Example> examples) => Trainer.Train(kind, examples, 1, Environment.ProcessorCount, Used);
}
