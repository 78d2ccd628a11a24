using System.Collections.Immutable;
using System.Text.Json;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Learning.Evaluation;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Model;
using Colloquy.Reports.Rendering;

namespace Colloquy.Tests.Categorisers.Learning;

/// <summary>The figures on a model, worked out by hand.</summary>
public sealed class EvaluatorTests
{
    private static readonly TextClassifier _classifier =
        new(SomeExamples.Train(LabelKind.Intent, [.. SomeExamples.Intents, .. SomeExamples.OutOfScope], 1, 2));

    // Three right; one music taken for a flight; one out of scope recognised.
    private static readonly EvaluationReport _report = Evaluator.Evaluate(_classifier,
    [
        new("please book a flight to rome", ["book_flight"], "en"), new("please play some jazz", ["play_music"], "en"), new("please see my account balance", ["check_balance"], "de"),
        new("now fly to oslo on friday", ["play_music"], "en"), new("please feed seven owls", ["oos"], "en"),
    ]);

    [Fact]
    public void Accuracy_and_F1_count_right_and_wrong()
    {
        Assert.Equal(5, _report.Texts);
        Assert.Equal(0.8, _report.Accuracy, 1e-9);
        Assert.Equal(0.8, _report.MicroF1, 1e-9);

        // book_flight 2/3, check_balance 1, oos 1, play_music 2/3.
        Assert.Equal((2.0 / 3 + 1 + 1 + 2.0 / 3) / 4, _report.MacroF1, 1e-9);
        Assert.Equal(0.4, _report.Majority, 1e-9);
        Assert.Equal([new Confusion("play_music", "book_flight", 1)], _report.Confusions);
        var flights = _report.Labels.Single(l => l.Label == "book_flight");
        Assert.Equal((1, 0.5, 1.0), (flights.Texts, flights.Precision, flights.Recall));
    }

    [Fact]
    public void What_is_out_of_scope_is_counted_apart()
    {
        Assert.Equal(0.75, _report.InScopeAccuracy!.Value, 1e-9);
        Assert.Equal(1, _report.OutOfScopeRecall!.Value, 1e-9);
        Assert.True(_report.InScopeAnswered <= _report.InScopeAccuracy);
    }

    [Fact]
    public void Languages_have_figures_of_their_own() =>
        Assert.Equal([("de", 1, 1.0), ("en", 4, 0.75)], _report.Languages.Select(l => (l.Language, l.Texts, l.Accuracy)));

    [Fact]
    public void A_label_that_the_model_does_not_know_is_missed_and_not_hidden()
    {
        var report = Evaluator.Evaluate(_classifier, [new("please play some jazz", ["dance"], null)]);
        Assert.Equal(0, report.Accuracy);
        Assert.Contains(report.Labels, l => l is { Label: "dance", Texts: 1, Recall: 0 });
    }

    [Theory]
    [InlineData("hotels", 1)]
    [InlineData("weather", 0)]
    public void Strange_texts_are_measured_by_the_taxonomy_that_is_given(string topic, double recall)
    {
        var yaml = $"version: '1'\ntopics: {{{topic}: {{de: [doppelzimmer]}}}}";
        var taxonomy = Taxonomy.Parse(System.Text.Encoding.UTF8.GetBytes(yaml), "mine.yaml");
        var classifier = new TextClassifier(SomeExamples.Train(LabelKind.Topic, SomeExamples.Topics, 1, 2), null, taxonomy);
        var report = Evaluator.Evaluate(classifier, [new("Haben Sie noch ein Doppelzimmer mit Blick auf den See?", ["hotels"], "de")]);
        Assert.Equal(recall, report.Labels.Single(l => l.Label == "hotels").Recall);
    }

    [Fact]
    public void The_bins_hold_every_text_once() => Assert.Equal(_report.Texts, _report.Reliability.Sum(b => b.Texts));

    [Fact]
    public void Json_has_the_names_that_are_promised()
    {
        var json = JsonDocument.Parse(Render(ReportFormat.Json)).RootElement;
        foreach (var name in (string[])["n", "accuracy", "macro_f1", "micro_f1", "coverage", "ece", "per_label", "per_language", "reliability", "coverage_at_precision", "confusions"])
        {
            Assert.True(json.TryGetProperty(name, out _), name);
        }
    }

    [Theory]
    [InlineData(ReportFormat.Table)]
    [InlineData(ReportFormat.Markdown)]
    [InlineData(ReportFormat.Csv)]
    [InlineData(ReportFormat.Html)]
    public void Every_form_names_every_label(ReportFormat format) => Assert.All(_report.Labels, l => Assert.Contains(l.Label, Render(format), StringComparison.Ordinal));

    [Fact]
    public void The_page_escapes_labels()
    {
        var report = _report with { Labels = [new LabelQuality("<script>alert(1)</script>", 1, 1, 1, 1)] };
        using var page = new StringWriter();
        ReportRenderer.Render(report, ReportFormat.Html, page);
        Assert.DoesNotContain("<script>", page.ToString(), StringComparison.Ordinal);
    }

    private static string Render(ReportFormat format)
    {
        using var text = new StringWriter();
        ReportRenderer.Render(_report, format, text);
        return text.ToString();
    }
}
