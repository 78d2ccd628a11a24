using System.Text;
using System.Text.Json;
using Colloquy.Analyse;
using Colloquy.Annotators;
using Colloquy.Annotators.Dify;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Matching;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Outcomes;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Chat;
using Colloquy.Cli;
using Colloquy.Cli.Commands;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Lake.Parquet;
using Colloquy.Lake.Tables;
using Colloquy.Model;
using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Search;
using Colloquy.Publish;
using Colloquy.Reports.Rendering.Data;
using Colloquy.Reports.Rendering.Documents;
using Colloquy.Reports.Rendering.Html;
using Colloquy.Reports.Rendering.Text;
using Colloquy.Shapes;
using Colloquy.Sources;
using Colloquy.Sources.Files;
using Colloquy.Sources.Rows;
using Colloquy.Sqlite.Bodies;
using Colloquy.Sqlite.Search;
using Colloquy.Stores;
using Colloquy.Stores.Merging;
using Colloquy.Stores.Searching;
using Colloquy.TestKit;
using JsonText = Colloquy.Sources.Rows.JsonText;

namespace Colloquy.Tests.LongTexts;

/// <summary>Timed tests, so nothing else runs beside them.</summary>
[CollectionDefinition(nameof(LinearTests), DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>No message may stop the pipeline: a text of a megabyte costs four times one of a quarter, whatever is repeated in it, in every stage that looks at texts.</summary>
[Collection(nameof(LinearTests))]
public sealed class LinearTests
{
    private static readonly Taxonomy _taxonomy = Taxonomy.Default;
    private static readonly Workspace _workspace = new();
    private static readonly TextClassifier _topics = new(ShippedModels.Of(LabelKind.Topic), ShippedModels.Language, _taxonomy);
    private static readonly Vocabulary _vocabulary = new([(LabelKind.Topic, "billing"), (LabelKind.Intent, "refund")]);
    private static readonly PhraseAutomaton _automaton = new(["a a a b", "aaab", "::1 ::1 ::2", "退款退款不", "\"\"\"'", "1 1 1 2", "refund refund not", "@@@a"]);
    private static readonly PhraseSearch _phrases = new([Folding.Fold("a a a b"), Folding.Fold("refund refund not"), Folding.Fold("the the then"), " aaaaaaab", "baaaaaaa ", "退退退不", " 1 1 1 1 2 "]);

    // A word search, a phrase of which the text has nearly all, and the text itself.
    private static readonly ImmutableArray<string> _nearly = Words.Of("a a a a a a a a a a a a a a b");

    /// <summary>What is done with a text: made ready once, then measured.</summary>
    private static readonly Dictionary<string, Func<string, Action>> _stages = new(StringComparer.Ordinal)
    {
        ["fold"] = text => () => Folding.Fold(text),
        ["read folded"] = text => () => new TextReading().Read(text, TextForm.Folded),
        ["read lowered"] = text => () => new TextReading().Read(text, TextForm.Lowered),
        ["phrases"] = text => () => _phrases.Find(Read(text), []),
        ["automaton"] = text => () => _automaton.Find(text, []),
        ["language"] = text => () => Label(new LanguageCategoriser(ShippedModels.Language), text),
        ["taxonomy"] = text => () => Label(new TaxonomyCategoriser(_taxonomy), text),
        ["outcome"] = text => () => Label(new OutcomeCategoriser(), text),
        ["model of intents"] = text => () => Label(ShippedModels.CategoriserOf(LabelKind.Intent), text, Some.Label(null, LabelKind.Language, "en")),
        ["model of topics"] = text => () => Label(ShippedModels.CategoriserOf(LabelKind.Topic), text),
        ["topics of one text"] = text => () => _topics.Predict(text, new float[_topics.Model.Labels.Length]),
        ["spacing"] = text => () => Spacing.Apply(text),
        ["words"] = text => () => Words.Of(text),
        ["words that nearly answer"] = text => { var words = Words.Of(text); return () => Words.Match(words, _nearly, isPrefix: true); },
        ["words that answer themselves"] = text => { var words = Words.Of(text); return () => Words.Match([.. words, .. words, "z"], [.. words, "z"], isPrefix: false); },
        ["search in SQLite"] = text => () => SearchQuery.Parse(text),
        ["search in MongoDB"] = text => () => new QueryTerm(Words.Of(Start(text, 300)), IsPrefix: true).Matches(Some.MessageRow(query: text, answer: text)),
        ["JSON canonical"] = text => () => JsonText.Canonical(text),
        ["JSON in JSON"] = text => () => JsonText.Canonical(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { a = text, b = (string[])[text] }))),
        ["JSON mended"] = text => () => JsonText.MendEscapes(text + "\\ud800"),
        ["JSON decoded"] = text => () => JsonText.Decode(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(text)).AsSpan()[1..^1], escaped: true),
        ["numbers"] = text => { var bytes = Encoding.UTF8.GetBytes(text); return () => Numbers(bytes); },
        ["row"] = text => Rows(Row(text, JsonSerializer.Serialize(text))),
        ["row of JSON"] = text => Rows(Row(text, $"{{\"a\":[{JsonSerializer.Serialize(text)},{{\"b\":{JsonSerializer.Serialize(text)}}}]}}")),
        ["row of raw text"] = text => Rows(Encoding.UTF8.GetBytes(text)),
        ["CSV"] = text => Files("messages.csv", $"id,conversation_id,query,answer,created_at\nm1,c1,{text},{text},2025-04-01 12:00:00\nm2,c1,q,a,2025-04-01 12:00:00\n"),
        ["CSV quoted"] = text => Files("messages.csv", $"id,conversation_id,query,answer,created_at\nm1,c1,\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\",\"{text}\",2025-04-01 12:00:00\n"),
        ["CSV header"] = text => Files("messages.csv", text),
        ["JSON lines"] = text => Files("messages.jsonl", text),
        ["JSON values"] = text => Files("messages.json", "{\"list\":[{\"id\":" + text),
        ["unknown table"] = text => Files("some.json", text),
        ["hash of a row"] = text => () => RowHash.Of(Some.MessageRow(query: text, answer: text) with { Inputs = text }),
        ["body"] = text => () => Bodies(text),
        ["document"] = text => () => Document(text),
        ["lake"] = text => () => ParquetEncoder.Encode(MessagesTable.Definition, new DateOnly(2025, 4, 1), [new MessageRow(Analysed(text), Analysed(text).Turns[0])]),
        ["show"] = text => () => ShowCommand.Write(Analysed(text), text, []),
        ["show as JSON"] = text => () => ConversationJson.Write(Analysed(text), text, []),
        ["table in the terminal"] = text => () => Grid(text),
        ["width of a cell"] = text => () => CellWidth.Fit(text, 36),
        ["plain report"] = text => () => PlainText.Write(Report(text), 100),
        ["Markdown report"] = text => () => MarkdownText.Write(Report(text)),
        ["HTML"] = text => () => Markup.Of($"<p>{text}</p>"),
        ["CSV of a report"] = text => () => new CsvText().Text(text).Cell(text).EndRow(),
        ["transcript"] = text => () => Transcript.Of(Turns(text)),
        ["translation"] = text => () => Asked(text),
        ["answer of a model"] = text => () => Answered(text),
        ["outputs of a workflow"] = text => () => Workflow(text),
        ["name of a setting"] = text => () => EditDistance.Between("COLLOQUY_HOME", Start(text, 100_000)),
    };

    public static TheoryData<string> Stages => [.. _stages.Keys];

    [Theory]
    [MemberData(nameof(Stages))]
    public void A_megabyte_costs_four_times_a_quarter(string stage)
    {
        var failures = new List<string>();
        foreach (var unit in RepeatedUnits.All)
        {
            if (Effort.Judge(Effort.Bytes, bytes => _stages[stage](RepeatedUnits.Repeat(unit, bytes))) is { } failure)
            {
                failures.Add($"{JsonSerializer.Serialize(unit)}: {failure}");
            }
        }

        Assert.Empty(failures);
    }

    [Fact]
    public void At_least_fifty_units_are_tried() => Assert.InRange(RepeatedUnits.All.Distinct(StringComparer.Ordinal).Count(), 50, int.MaxValue);

    private static void Label(ICategoriser categoriser, string text, params ReadOnlySpan<Label> said) =>
        categoriser.Label(
            new ConversationContext(Some.ConversationRow() with { Name = text }, Turns(text), said.ToArray(), _workspace),
            TestContext.Current.CancellationToken);

    private static ImmutableArray<Turn> Turns(string text) => TurnTree.Build(Some.Dialogue((text, text)).Messages);

    private static TextReading Read(string text)
    {
        var reading = new TextReading();
        reading.Read(text, TextForm.Folded);
        return reading;
    }

    private static string Start(string text, int length) => text[..Math.Min(length, text.Length)];

    private static void Numbers(byte[] text)
    {
        _ = NumberText.TryParseDecimal(text, out _);
        _ = NumberText.TryParseWhole(text, out _);
        _ = NumberText.TryParseDouble(text, out _);
        _ = InstantText.TryParse(text, TimeZoneInfo.Utc, out _);
        _ = InstantText.TryParse([.. "2025-04-01 12:00:00."u8, .. text], TimeZoneInfo.Utc, out _);
    }

    private static byte[] Row(string text, string json) => Encoding.UTF8.GetBytes(
        $$"""
        {"id":{{json}},"conversation_id":"c1","query":{{json}},"inputs":{{json}},"total_price":{{json}},"created_at":{{json}},{{JsonSerializer.Serialize(text)}}:{{json}}}
        """);

    private static Action Rows(byte[] row) => () =>
    {
        var reader = new RowReader(TimeZoneInfo.Utc);
        reader.Read(SourceTable.Messages, row, "here");
    };

    // From a file, as that is where splitters get their bytes.
    private static Action Files(string name, string content) => () =>
    {
        using var folder = new TempFolder();
        var path = folder.Under(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(content));
        try
        {
            var file = new FileReader(SourceFile.Of(new FileInfo(path)), new RowReader(TimeZoneInfo.Utc), 500, TimeProvider.System, new ReadProgress(1));
            foreach (var page in file.Read(TestContext.Current.CancellationToken))
            {
                page.Buffer.Return();
            }
        }
        catch (SourceException)
        {
            // Refused: that is an answer too.
        }
    };

    private static void Bodies(string text)
    {
        var codec = BodyCodec.OfThread;
        var record = new ConversationRecord { Conversation = new(Some.ConversationRow() with { Name = text }, 1) }
            with
        { Messages = [new(Some.MessageRow(query: text, answer: text) with { Inputs = text, Status = text }, 1)] };
        codec.UnpackRecord(codec.Pack(record));
        codec.UnpackLabels(codec.Pack([Some.Label(1, LabelKind.Topic, "billing", Start(text, 1_000))]));
    }

    private static void Document(string text)
    {
        var document = MessageDocument.Of(new(Some.MessageRow(query: text, answer: text) with { Inputs = text }, 1), "m1", 1, isGone: false);
        Part.Extract(document, "messages/m1", 1);
        WordIndex.EntryOf(Some.MessageRow(query: text, answer: text), "m1", 1);
    }

    private static AnalysedConversation Analysed(string text)
    {
        var thread = Some.Dialogue((text, text));
        thread = thread with { Conversation = thread.Conversation with { Name = text, Inputs = text }, Messages = [thread.Messages[0] with { Metadata = "{\"usage\":" + text, Inputs = text, Error = text }] };
        return new Assembler([new Dimension("channel", DimensionType.Text)]).Assemble(thread, [Some.Label(1, LabelKind.Topic, "billing", text)]);
    }

    private static void Grid(string text)
    {
        var grid = new TextGrid(["a", ">b"]);
        grid.Add(text, "1");
        for (var i = 0; i < 20; i++)
        {
            grid.Add("a", "2");
        }

        grid.ToString();
    }

    private static Document Report(string text) => new(
        text, text,
        [new Section(text, new Grid([new GridColumn("name", Words: true), new GridColumn("n")], [new GridRow([text, "1"]), .. Enumerable.Repeat(new GridRow(["a", "2"]), 20)]), text)],
        [text]);

    private static void Asked(string text)
    {
        using var translation = new ChatTranslation(Chat, new Exchange(new AnnotatorBounds(), TimeProvider.System));
        translation.QuestionsOf(Some.ConversationRow(), Turns(text), []);
        using var labels = new ChatLabels(Chat, _vocabulary, new Exchange(new AnnotatorBounds(), TimeProvider.System));
        labels.QuestionsOf(Some.ConversationRow(), Turns(text), []);
    }

    private static ChatEndpointOptions Chat => new() { Endpoint = new Uri("http://127.0.0.1:9/v1"), Model = "m", Kinds = [LabelKind.Topic, LabelKind.Language], TranslateTo = "en" };

    private static void Answered(string text)
    {
        var prompt = new LabelPrompt([LabelKind.Topic, LabelKind.Language], _vocabulary);
        foreach (var answer in (string[])[text, "```json\n" + text + "```", $"{{\"topic\":[{JsonSerializer.Serialize(text)}],\"language\":[{{\"value\":{JsonSerializer.Serialize(text)},\"turns\":[1]}}]}}"])
        {
            try
            {
                prompt.Read(JsonAnswer.Parse(answer), new Claims(_vocabulary, "chat", "1"));
            }
            catch (UnusableAnswerException)
            {
                // Said so: that is an answer too.
            }
        }
    }

    private static void Workflow(string text)
    {
        var outputs = new WorkflowOutputs(new DifyOptions { BaseUrl = new Uri("http://127.0.0.1:9"), Key = new Secret("k"), TranslateTo = "en" }, _vocabulary, "dify", "1");
        outputs.Read(new Question("c1", "k", "q", Turns("q")), JsonSerializer.SerializeToElement(new { recommendation = text, risk = (string[])[text], success = text, translation = text }));
    }
}
