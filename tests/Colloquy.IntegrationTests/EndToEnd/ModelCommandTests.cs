using System.Text.Json;
using Colloquy.Cli;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>train, classify, evaluate, and what a changed labelling would change, as commands.</summary>
public sealed class ModelCommandTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_trained_classifies_and_is_measured()
    {
        using var temp = new TempFolder();
        var (labels, model) = (temp.Under("examples.jsonl"), temp.Under("model"));
        await File.WriteAllLinesAsync(labels, Examples("play", "play some jazz", "put on a song", "start the radio").Concat(Examples("fly", "book a flight", "get a plane ticket", "fly to rome")), Stop);

        var trained = await CallAsync("", "train", "--kind", "intent", "--labels", labels, "--model", model, "--seed", "3");
        Assert.True(trained.ExitCode == 0, trained.Errors);
        Assert.Contains("held out", trained.Output, StringComparison.Ordinal);
        Assert.Equal(["model.json", "weights.br"], Directory.GetFiles(model).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        // In the order of the lines, as text or as JSON; silence is null, and never with --always.
        var texts = "please play some jazz\n{\"text\":\"now book a flight\"}\n\n";
        var answers = Lines(await CallAsync(texts, "classify", "--model", model));
        Assert.Equal(["play", "fly", null], answers.Select(a => a.GetProperty("label").GetString()));
        Assert.All(answers, a => Assert.InRange(a.GetProperty("score").GetDouble(), 0, 1));
        Assert.Equal("play", answers[0].GetProperty("labels")[0].GetProperty("label").GetString());
        Assert.All(Lines(await CallAsync(texts, "classify", "--model", model, "--always")), a => Assert.NotNull(a.GetProperty("label").GetString()));

        var measured = (await CallAsync("", "evaluate", "--model", model, "--labels", labels, "--json")).Json;
        Assert.Equal((48, 1.0), (measured.GetProperty("n").GetInt32(), measured.GetProperty("accuracy").GetDouble()));
        Assert.Equal(2, measured.GetProperty("per_label").GetArrayLength());
        var page = temp.Under("quality.html");
        Assert.Equal(0, (await CallAsync("", "evaluate", "--model", model, "--labels", labels, "--format", "html", "--output", page)).ExitCode);
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(page, Stop), StringComparison.Ordinal);

        Task<CliResult> CallAsync(string input, params string[] arguments) => ModelCommandTests.CallAsync(temp.Under("home"), [], input, arguments);
    }

    [Fact]
    public async Task A_text_strange_to_a_model_of_topics_is_measured_and_classified_by_the_taxonomy_of_a_run()
    {
        using var temp = new TempFolder();
        var (labels, model, strange, taxonomy) =
            (temp.Under("examples.jsonl"), temp.Under("model"), temp.Under("strange.jsonl"), temp.Under("mine.yaml"));
        var music = Examples("music", "play some jazz", "put on a song", "start the radio");
        var flights = Examples("flights", "book a flight", "get a plane ticket", "fly to rome");
        await File.WriteAllLinesAsync(labels, music.Concat(flights), Stop);
        var text = JsonSerializer.Serialize(new { text = "wo bleibt das Zwitschermobil von gestern", label = "flights" }) + "\n";
        await File.WriteAllTextAsync(strange, text, Stop);
        await File.WriteAllTextAsync(taxonomy, "version: '1'\ntopics: {flights: {de: [zwitschermobil]}}", Stop);
        Assert.Equal(0, (await CallAsync(temp.Path, [], "", "train", "--kind", "topic", "--labels", labels, "--model", model)).ExitCode);

        Dictionary<string, string> mine = new() { ["COLLOQUY_TAXONOMY"] = taxonomy };
        Assert.Equal(1, (await EvaluateAsync(mine)).GetProperty("accuracy").GetDouble());
        var classified = Lines(await CallAsync(temp.Path, mine, text, "classify", "--model", model));
        Assert.Equal("flights", classified[0].GetProperty("label").GetString());
        Assert.NotEqual(1, (await EvaluateAsync([])).GetProperty("accuracy").GetDouble());

        async Task<JsonElement> EvaluateAsync(Dictionary<string, string> variables) =>
            (await CallAsync(temp.Path, variables, "", "evaluate", "--model", model, "--labels", strange, "--json")).Json;
    }

    [Fact]
    public async Task Without_a_model_a_text_gets_the_labels_of_a_run()
    {
        using var temp = new TempFolder();
        var answers = Lines(await CallAsync(temp.Path, [], "ich möchte ein Hotel in Berlin buchen\nqqq\n", "classify"));
        Assert.Equal(("de", "hotels"), (answers[0].GetProperty("language").GetString(), answers[0].GetProperty("topic").GetString()));
        Assert.All((string[])["language", "topic", "intent", "sentiment"], name => Assert.Equal(JsonValueKind.Null, answers[1].GetProperty(name).ValueKind));
    }

    [Theory]
    [InlineData("nothing", "train", "--kind", "intent", "--labels", "nothing", "--model", "m")]
    [InlineData("--labels", "train", "--kind", "intent", "--model", "m")]
    [InlineData("colloquy train", "classify", "--model", "nowhere")]
    [InlineData("nowhere", "evaluate", "--model", "nowhere", "--labels", "nothing")]
    public async Task Missing_arguments_are_named(string named, params string[] arguments)
    {
        using var temp = new TempFolder();
        var result = await CallAsync(temp.Path, [], "", arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(named, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_without_text_is_named_by_its_line()
    {
        using var temp = new TempFolder();
        var result = await CallAsync(temp.Path, [], "good morning\n{\"words\":\"hello\"}\n", "classify");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Line 2", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_taxonomy_would_change_is_said_before_it_is_done()
    {
        using var temp = new TempFolder();
        var home = temp.Under("home");
        Assert.Equal(0, (await CallAsync(home, [], "", "run", "--source", "files:" + Repository.Sample)).ExitCode);
        Assert.StartsWith("0 of 0 conversations", (await CallAsync(home, [], "", "analyse", "--diff")).Output, StringComparison.Ordinal);
        var taxonomy = temp.Under("mine.yaml");
        await File.WriteAllTextAsync(taxonomy, "version: '1'\ntopics: {drinks: {en: [coffee]}}", Stop);
        Dictionary<string, string> mine = new() { ["COLLOQUY_TAXONOMY"] = taxonomy };

        var diff = (await CallAsync(home, mine, "", "analyse", "--diff", "--json")).Json;
        Assert.Equal(297, diff.GetProperty("conversations").GetInt32());
        var drinks = diff.GetProperty("values").EnumerateArray().Single(v => v.GetProperty("value").GetString() == "drinks");
        Assert.True(drinks.GetProperty("added").GetInt64() > 0);
        Assert.Equal(0, drinks.GetProperty("removed").GetInt64());
        Assert.Contains("Nothing was written", (await CallAsync(home, mine, "", "analyse", "--diff")).Output, StringComparison.Ordinal);

        // Nothing was written: it is still due, and then no more.
        Assert.Equal(diff.GetRawText(), (await CallAsync(home, mine, "", "analyse", "--diff", "--changed", "--json")).Json.GetRawText());
        Assert.Equal(297, (await CallAsync(home, mine, "", "analyse", "--changed", "--json")).Json.GetProperty("stages")[0].GetProperty("items").GetInt32());
        Assert.StartsWith("0 of 0 conversations", (await CallAsync(home, mine, "", "analyse", "--diff")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_conversations_wait_when_only_changed_ones_are_asked_for()
    {
        using var temp = new TempFolder();
        var home = temp.Under("home");
        Assert.Equal(0, (await CallAsync(home, [], "", "collect", "--source", "files:" + Repository.Sample)).ExitCode);
        Assert.Equal(0, (await CallAsync(home, [], "", "analyse", "--changed", "--json")).Json.GetProperty("stages")[0].GetProperty("items").GetInt32());
        Assert.Equal(297, (await CallAsync(home, [], "", "analyse", "--json")).Json.GetProperty("stages")[0].GetProperty("items").GetInt32());

        var both = await CallAsync(home, [], "", "analyse", "--changed", "--all");
        Assert.Equal(2, both.ExitCode);
        Assert.Contains("cannot be combined", both.Errors, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Examples(string label, params string[] phrases) =>
        ((string[])["please", "now", "can you", "i want to", "hey", "could you", "you must", "do"]).SelectMany(o => phrases.Select(p => JsonSerializer.Serialize(new { text = $"{o} {p}", label })));

    private static List<JsonElement> Lines(CliResult result)
    {
        Assert.True(result.ExitCode == 0, result.Errors);
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }

    private static async Task<CliResult> CallAsync(string home, Dictionary<string, string> variables, string input, params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var terminal = new Terminal(output, errors, ErrorIsTerminal: false, Width: 100, variables.ToImmutableDictionary().Add("COLLOQUY_HOME", home), Folder: Path.GetTempPath()) { Input = new StringReader(input) };
        return new CliResult(await CommandLine.RunAsync(arguments, terminal, TimeProvider.System), output.ToString(), errors.ToString());
    }
}
