using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Model;

namespace Colloquy.Tests.Categorisers.Learning;

/// <summary>Training is a pure function of the examples and the seed.</summary>
public sealed class TrainerTests
{
    [Fact]
    public void Threads_order_and_repetition_make_no_difference()
    {
        var once = SomeExamples.Train(LabelKind.Intent, SomeExamples.ManyIntents, 7, threads: 1);
        var again = SomeExamples.Train(LabelKind.Intent, [.. SomeExamples.ManyIntents.AsEnumerable().Reverse()], 7, threads: 8);
        Assert.Equal(once.Manifest.Hash, again.Manifest.Hash);
        Assert.Equal(once.Manifest.Calibration, again.Manifest.Calibration);
        Assert.Equal(once.Manifest.Training, again.Manifest.Training);
    }

    [Fact]
    public void What_was_learnt_is_claimed_of_texts_that_were_not()
    {
        var model = SomeExamples.Train(LabelKind.Intent, SomeExamples.Intents, 1, 2);
        Assert.Equal("book_flight", Best(model, "i need a plane to rome"));
        Assert.Equal("check_balance", Best(model, "what is the balance of my account"));
        Assert.Equal("play_music", Best(model, "play the radio"));
    }

    [Fact]
    public void Many_intents_are_learnt_by_networks_too()
    {
        var model = SomeExamples.Train(LabelKind.Intent, SomeExamples.ManyIntents, 1, 2);
        Assert.NotNull(model.Hidden);
        Assert.Equal("ask_weather", Best(model, "will it rain in oslo"));
        Assert.Equal("call_taxi", Best(model, "a taxi to the station please"));
        Assert.Equal("play_music", Best(model, "play the radio"));
        Assert.Null(SomeExamples.Train(LabelKind.Intent, SomeExamples.Intents, 1, 2).Hidden);
    }

    [Fact]
    public void A_text_without_an_intent_is_an_example_against_all()
    {
        var model = SomeExamples.Train(LabelKind.Intent, [.. SomeExamples.ManyIntents, .. SomeExamples.OutOfScope.Select(e => e with { Labels = [] })], 1, 2);
        Assert.NotNull(model.Hidden);
        Assert.Equal("play_music", Best(model, "play the radio"));
    }

    [Fact]
    public void A_word_says_of_a_feeling_what_it_says_in_its_language()
    {
        var model = SomeExamples.Train(LabelKind.Sentiment, SomeExamples.Feelings, 1, 2);
        var (classifier, probabilities) = (new TextClassifier(model, ShippedModels.Language), new float[model.Labels.Length]);
        Assert.Equal("positive", model.Labels[classifier.Predict("gift", probabilities, "en").Best]);
        Assert.Equal("negative", model.Labels[classifier.Predict("gift", probabilities, "de").Best]);
        Assert.Equal("negative", model.Labels[classifier.Predict("das wetter in diesem land ist ein gift", probabilities).Best]);
    }

    [Fact]
    public void In_a_language_that_it_could_not_learn_a_model_keeps_silent()
    {
        var model = SomeExamples.Train(LabelKind.Sentiment, SomeExamples.Feelings, 1, 2);
        var (classifier, probabilities) = (new TextClassifier(model), new float[model.Labels.Length]);
        Assert.Equal(["de", "en"], model.Manifest.Languages);
        Assert.False(classifier.Predict("the food was lovely", probabilities, "en").Abstains);
        Assert.True(classifier.Predict("het is nummer qa", probabilities, "nl").Abstains);
        Assert.True(classifier.Predict("the food was lovely", probabilities, "fr").Abstains);
    }

    [Fact]
    public void A_text_may_have_several_topics_or_none()
    {
        var model = SomeExamples.Train(LabelKind.Topic, SomeExamples.Topics, 1, 2);
        var (classifier, probabilities) = (new TextClassifier(model, taxonomy: Taxonomy.Default), new float[model.Labels.Length]);
        classifier.Predict("find a room in a hotel and a table in a restaurant", probabilities);
        Assert.All(probabilities, p => Assert.True(p >= model.Manifest.Calibration.Threshold));
        Assert.True(classifier.Predict("please count to seven", probabilities).Abstains);
    }

    [Fact]
    public void Texts_that_are_out_of_scope_are_recognised()
    {
        var model = SomeExamples.Train(LabelKind.Intent, [.. SomeExamples.Intents, .. SomeExamples.OutOfScope], 1, 2);
        Assert.Equal("oos", Best(model, "paint the owls"));
        Assert.Equal("play_music", Best(model, "please play some jazz"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Too_few_examples_are_refused(int count)
    {
        var failure = Assert.Throws<LearningException>(() => SomeExamples.Train(LabelKind.Intent, SomeExamples.Intents[..count], 1, 1));
        Assert.Contains("too few", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_label_cannot_be_learnt() =>
        Assert.Throws<LearningException>(() => SomeExamples.Train(LabelKind.Intent, [.. SomeExamples.Intents.Where(e => e.Labels[0] == "play_music")], 1, 1));

    private static string Best(TextModel model, string text) =>
        model.Labels[new TextClassifier(model).Predict(text, new float[model.Labels.Length]).Best];
}
