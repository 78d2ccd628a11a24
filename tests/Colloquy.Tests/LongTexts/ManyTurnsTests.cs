using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Outcomes;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Chat;
using Colloquy.Cli.Commands;
using Colloquy.Model;
using Colloquy.Publish;
using Colloquy.Shapes;
using Colloquy.Stores;
using Colloquy.Stores.Merging;
using Colloquy.TestKit;

namespace Colloquy.Tests.LongTexts;

/// <summary>A conversation of a hundred thousand turns costs four times one of a quarter, whatever its messages say of their parents.</summary>
[Collection(nameof(LinearTests))]
public sealed class ManyTurnsTests
{
    private static readonly ImmutableArray<int> _counts = [1_500, 6_250, 25_000, 100_000];

    /// <summary>The parent of a message by its place and their number.</summary>
    private static readonly Dictionary<string, Func<int, int, int>> _shapes = new(StringComparer.Ordinal)
    {
        ["one after the other"] = (i, _) => i - 1,
        ["all regenerations of one"] = (_, _) => 0,
        ["the other way round"] = (i, count) => i + 1 < count ? i + 1 : -1,
        ["one circle"] = (i, count) => (i + 1) % count,
        ["circles of two"] = (i, count) => Math.Min(i ^ 1, count - 1),
        ["many ways into one circle"] = (i, count) => i < count / 2 ? count - 1 : i + 1 < count ? i + 1 : count / 2,
        ["a way along circles"] = (i, count) => i % 2 == 0 ? Math.Min(i + 1, count - 1) : i - 1,
        ["the last one"] = (_, count) => count - 1,
    };

    public static TheoryData<string> Shapes => [.. _shapes.Keys];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_tree_of_any_shape_is_built_in_no_time(string shape) => Assert.Null(Effort.Judge(_counts, count =>
    {
        var messages = Thread(count, _shapes[shape]).Messages;
        return () => TurnTree.Build(messages);
    }));

    [Fact]
    public void They_are_labelled_in_no_time()
    {
        Label[] languages = [Some.Label(null, LabelKind.Language, "en"), .. Enumerable.Range(1, _counts[^1]).Select(turn => Some.Label(turn, LabelKind.Language, "de"))];
        ICategoriser[] categorisers =
            [new LanguageCategoriser(), new TaxonomyCategoriser(Taxonomy.Default), new OutcomeCategoriser(), new PersonalDataCategoriser(), ShippedModels.CategoriserOf(LabelKind.Intent), ShippedModels.CategoriserOf(LabelKind.Topic)];
        Assert.All(categorisers, categoriser => Assert.Null(Effort.Judge(_counts, count =>
        {
            var thread = Thread(count, (i, _) => i - 1);
            var turns = TurnTree.Build(thread.Messages);
            var labels = languages.Take(count + 1).ToList();
            return () => categoriser.Label(thread.Conversation, turns, labels, TestContext.Current.CancellationToken);
        })));
    }

    [Fact]
    public void Evidence_names_few_of_them()
    {
        var labeller = new Labeller([new LanguageCategoriser(), new OutcomeCategoriser(), new PersonalDataCategoriser(), new TaxonomyCategoriser(Taxonomy.Default)]);
        var labels = labeller.Label(Thread(2_000, (i, _) => i - 1), TestContext.Current.CancellationToken);
        Assert.NotEmpty(labels);
        Assert.All(labels, label => Assert.InRange(label.Evidence.Length, 0, 100));
        Assert.Contains(labels, label => label.Kind == LabelKind.Outcome && label.Evidence[^1] == "turn:2000");
    }

    [Fact]
    public void They_are_shown_in_no_time() => Assert.Null(Effort.Judge(_counts, count =>
    {
        var analysed = Analysed(count);
        return () =>
        {
            ShowCommand.Write(analysed, null, []);
            ConversationJson.Write(analysed, null, []);
        };
    }));

    [Fact]
    public void They_are_picked_for_their_day_in_no_time() => Assert.Null(Effort.Judge(_counts, count =>
    {
        var analysed = Analysed(count);
        return () => DayRows.Of(new DateOnly(2025, 4, 1), [analysed]);
    }));

    [Fact]
    public void Their_feedback_is_withdrawn_in_no_time() => Assert.Null(Effort.Judge(_counts, count =>
    {
        var record = new ConversationRecord
        {
            Conversation = new(Some.ConversationRow(), 1),
            Messages = [new(Some.MessageRow(), 1)],
            Feedbacks = [.. Enumerable.Range(0, count).Select(i => new Versioned<Feedback>(Some.FeedbackRow($"f{i:000000}"), 1))],
        };
        var page = Some.Page(2) with { Gone = [.. record.Feedbacks.Select(f => new GoneRow(SourceTable.Feedbacks, f.Row.Id, "c1"))] };
        return () => RecordMerge.Merge(record, IncomingRows.Of(page)[0], 2);
    }));

    private static AnalysedConversation Analysed(int count)
    {
        var thread = Thread(count, (i, _) => i - 1);
        thread = thread with
        {
            Feedbacks = [.. thread.Messages.Select(m => Some.FeedbackRow("f" + m.Id, message: m.Id))],
            GoneMessages = [.. thread.Messages.Select(m => m.Id)],
        };
        return new Assembler([]).Assemble(thread, [.. Enumerable.Range(1, count).Select(turn => Some.Label(turn))]);
    }

    private static ConversationThread Thread(int count, Func<int, int, int> parentOf) => new(
        Some.ConversationRow(),
        [.. Enumerable.Range(0, count).Select(i => Some.MessageRow(Id(i), query: i % 2 == 0 ? "thank you, I want a refund" : "that is useless", answer: "Unfortunately not.") with
        {
            ParentMessageId = parentOf(i, count) is >= 0 and var parent ? Id(parent) : Message.Nil,
            Status = i % 3 == 0 ? "error" : "normal",
        })],
        [],
        Version: 1);

    private static string Id(int i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"m{i:000000}");
}
