using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Models;
using Colloquy.Model;
using Colloquy.TestKit;
using Colloquy.Tests.Categorisers.Learning;

namespace Colloquy.Tests.Categorisers.Models;

/// <summary>A model on disk: the same after saving and loading, and a clear message where it cannot be read.</summary>
public sealed class ModelFolderTests
{
    private static readonly TextModel _model = SomeExamples.Train(LabelKind.Intent, SomeExamples.Intents, 1, 2);
    private static readonly TextModel _withNetworks = SomeExamples.Train(LabelKind.Intent, SomeExamples.ManyIntents, 1, 2);
    private static readonly TextModel _byLanguage = SomeExamples.Train(LabelKind.Sentiment, SomeExamples.Feelings, 1, 2);

    [Fact]
    public void A_loaded_model_says_what_the_saved_one_said()
    {
        foreach (var model in (TextModel[])[_model, _withNetworks, _byLanguage])
        {
            using var temp = new TempFolder();
            ModelFolder.Save(model, temp.Under("model"));
            AssertSame(model, TextModel.Load(temp.Under("model")));
        }
    }

    [Fact]
    public void A_model_of_the_format_before_is_read()
    {
        using var temp = new TempFolder();
        ModelFolder.Save(_model, temp.Path);
        Rewrite(temp, text => text.Replace("\"format\": 2", "\"format\": 1", StringComparison.Ordinal).Replace(",\n    \"by_language\": false", "", StringComparison.Ordinal));
        Assert.DoesNotContain("by_language", File.ReadAllText(Path.Combine(temp.Path, "model.json")), StringComparison.Ordinal);
        AssertSame(_model, TextModel.Load(temp.Path));
    }

    [Fact]
    public void Saving_twice_writes_the_same_bytes()
    {
        using var temp = new TempFolder();
        ModelFolder.Save(_model, temp.Under("one"));
        ModelFolder.Save(TextModel.Load(temp.Under("one")), temp.Under("two"));
        foreach (var name in (string[])["model.json", "weights.br"])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(temp.Under("one"), name)), File.ReadAllBytes(Path.Combine(temp.Under("two"), name)));
        }
    }

    [Fact]
    public void A_folder_without_a_model_says_how_to_make_one()
    {
        using var temp = new TempFolder();
        Assert.Contains("colloquy train", Refused(temp.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_format_is_refused_with_both_numbers()
    {
        using var temp = new TempFolder();
        ModelFolder.Save(_model, temp.Path);
        Rewrite(temp, text => text.Replace("\"format\": 2", "\"format\": 99", StringComparison.Ordinal));
        var message = Refused(temp.Path);
        Assert.Contains("format 99", message, StringComparison.Ordinal);
        Assert.Contains("formats 1 to 2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_description_is_refused()
    {
        using var temp = new TempFolder();
        ModelFolder.Save(_model, temp.Path);
        Rewrite(temp, text => text[..(text.Length / 2)]);
        Assert.Contains("model.json", Refused(temp.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"kind\": \"intent\"", "\"sort\": \"intent\"", "'kind' is missing")]
    [InlineData("\"several\": false", "\"several\": \"no\"", "wrong type")]
    [InlineData("\"form\": \"folded\"", "\"form\": \"crumpled\"", "'form' is neither folded nor lowered")]
    public void A_description_with_a_wrong_property_is_refused(string right, string wrong, string complaint)
    {
        using var temp = new TempFolder();
        ModelFolder.Save(_model, temp.Path);
        Rewrite(temp, text => text.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(complaint, Refused(temp.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_that_is_a_list_is_refused()
    {
        using var temp = new TempFolder();
        ModelFolder.Save(_model, temp.Path);
        Rewrite(temp, _ => "[]");
        Assert.Contains("'features' is missing", Refused(temp.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(4000)]
    public void Cut_weights_are_refused(int length)
    {
        using var temp = new TempFolder();
        ModelFolder.Save(_model, temp.Path);
        var file = Path.Combine(temp.Path, "weights.br");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);
        Assert.Contains("weights.br", Refused(temp.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_model_are_refused()
    {
        using var temp = new TempFolder();
        ModelFolder.Save(_model, temp.Path);
        ModelFolder.Save(SomeExamples.Train(LabelKind.Intent, SomeExamples.Intents, 2, 2), temp.Under("other"));
        File.Copy(Path.Combine(temp.Under("other"), "model.json"), Path.Combine(temp.Path, "model.json"), overwrite: true);
        if (File.ReadAllText(Path.Combine(temp.Path, "model.json")).Contains(_model.Manifest.Hash, StringComparison.Ordinal))
        {
            // Both seeds may lead to one model; then a changed hash stands for another one.
            Rewrite(temp, text => text.Replace(_model.Manifest.Hash, "000000000000", StringComparison.Ordinal));
        }

        Assert.Contains("belongs to another model", Refused(temp.Path), StringComparison.Ordinal);
    }

    private static void AssertSame(TextModel model, TextModel loaded)
    {
        var (before, after) = (new float[model.Labels.Length], new float[model.Labels.Length]);
        var (saved, read) = (new TextClassifier(model, ShippedModels.Language), new TextClassifier(loaded, ShippedModels.Language));
        foreach (var text in (string[])[.. SomeExamples.Intents.Select(e => e.Text), .. SomeExamples.Feelings.Select(e => e.Text), "", "what else", "日本", "👍"])
        {
            Assert.Equal(saved.Predict(text, before), read.Predict(text, after));
            Assert.Equal(before, after);
        }
    }

    private static string Refused(string folder) => Assert.Throws<LearningException>(() => TextModel.Load(folder)).Message;

    private static void Rewrite(TempFolder temp, Func<string, string> change)
    {
        var file = Path.Combine(temp.Path, "model.json");
        File.WriteAllText(file, change(File.ReadAllText(file)));
    }
}
