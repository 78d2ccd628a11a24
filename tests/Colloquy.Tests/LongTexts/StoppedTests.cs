using System.Diagnostics;
using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Models.Features;
using Colloquy.Categorisers.Matching;
using Colloquy.Categorisers.Outcomes;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Model;
using Colloquy.TestKit;

namespace Colloquy.Tests.LongTexts;

/// <summary>Who says stop is heard within a text, not behind it.</summary>
[Collection(nameof(LinearTests))]
public sealed class StoppedTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    private static readonly Dictionary<string, ICategoriser> _categorisers = ((ICategoriser[])
    [
        new LanguageCategoriser(ShippedModels.Language), new TaxonomyCategoriser(Taxonomy.Default), new OutcomeCategoriser(),
        new PersonalDataCategoriser(), .. ShippedModels.Kinds.Select(ShippedModels.CategoriserOf),
    ]).ToDictionary(c => c.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. _categorisers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_categoriser_that_is_told_to_stop_says_nothing_more(string name)
    {
        var english = Some.Label(null, LabelKind.Language, "en");
        var context = new ConversationContext(Some.ConversationRow(), Turns("I want a refund"), [english]);
        Assert.ThrowsAny<OperationCanceledException>(() => _categorisers[name].Label(context, new CancellationToken(canceled: true)));
        Assert.Single(context.Labels);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_left_in_the_middle_does_not_show_in_the_next_labels(string name)
    {
        var (categoriser, turns, workspace) = (_categorisers[name], Turns("I want a refund, mail me at a@example.org"), new Workspace());
        var expected = Labels();
        var left = new ConversationContext(Some.ConversationRow(), turns, [], workspace);
        Assert.ThrowsAny<OperationCanceledException>(() => categoriser.Label(left, new CancellationToken(canceled: true)));
        Assert.Equal(expected.Select(l => (l.Turn, l.Value, l.Score)), Labels().Select(l => (l.Turn, l.Value, l.Score)));

        IReadOnlyList<Label> Labels()
        {
            var context = new ConversationContext(Some.ConversationRow(), turns, [Some.Label(null, LabelKind.Language, "en")], workspace);
            categoriser.Label(context, CancellationToken.None);
            return context.Labels;
        }
    }

    [Theory]
    [InlineData("refund not ")]
    [InlineData("a")]
    [InlineData("退款")]
    public void A_long_text_is_left_in_the_middle(string unit)
    {
        var thread = Some.Queries(RepeatedUnits.Repeat(unit, 8 << 20));
        using var stop = new CancellationTokenSource();
        var labeller = new Labeller([new Stopping(stop), .. _categorisers.Values.Where(c => c is not PersonalDataCategoriser)]);
        var told = Stopwatch.GetTimestamp();
        Assert.ThrowsAny<OperationCanceledException>(() => labeller.Label(thread, stop.Token));
        Assert.InRange(Stopwatch.GetElapsedTime(told), TimeSpan.Zero, _patience);
    }

    [Fact]
    public void Every_step_of_reading_a_text_looks()
    {
        var (stopped, reading) = (new CancellationToken(canceled: true), new TextReading());
        Assert.ThrowsAny<OperationCanceledException>(() => reading.Read("some words", TextForm.Folded, stopped));
        reading.Read("some words", TextForm.Folded, CancellationToken.None);
        Assert.ThrowsAny<OperationCanceledException>(() => new PhraseSearch([" some "]).Find(reading, [], stopped));
        Assert.ThrowsAny<OperationCanceledException>(() => new TextUnits().Add(reading, ShippedModels.Language.Manifest.Features, stopped));
        var memory = new ModelMemory();
        memory.Units.Add(reading, ShippedModels.Language.Manifest.Features, CancellationToken.None);
        var probabilities = new float[ShippedModels.Language.Labels.Length];
        Assert.ThrowsAny<OperationCanceledException>(() => ShippedModels.Language.Predict(memory, probabilities, cancellationToken: stopped));
    }

    private static ImmutableArray<Turn> Turns(string text) => TurnTree.Build(Some.Dialogue((text, text)).Messages);

    // Tells to stop once labelling is under way: how fast a text is labelled does not matter then.
    private sealed class Stopping(CancellationTokenSource stop) : ICategoriser
    {
        public string Name => "stopping";

        public string Revision => "1";

        public void Label(ConversationContext context, CancellationToken cancellationToken = default) => stop.Cancel();
    }
}
