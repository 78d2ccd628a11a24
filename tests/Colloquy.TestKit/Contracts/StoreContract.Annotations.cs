using Colloquy.Model;
using Colloquy.Stores;
using Colloquy.Stores.Copying;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    [Fact]
    public async Task What_an_annotator_answered_comes_back_as_it_was_saved()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow("m1"), Some.MessageRow("m2")] }, Stop);
        var annotation = Some.Annotation() with
        {
            Labels = [Some.Label() with { Classifier = "chat" }, new Label(null, LabelKind.Outcome, "resolved", 1f / 3, "chat", "model:1", ["turn:2"])],
            Notes = [new Note("recommendation", "退款 🙂\nat once"), new Note("risk", "")],
            Translations = [new Translation("m1", "en", "question", null), new Translation("m2", "en", null, "réponse")],
            Dropped = 3,
        };
        await store.SaveAnnotationAsync(annotation, [annotation.Key], Stop);

        AssertSame([annotation], await store.ReadAnnotationsAsync(["c1", "nobody"], Stop));
        Assert.Equal([new AnnotationCount("chat", null, 1, 3)], await store.CountAnnotationsAsync(Stop));
    }

    [Fact]
    public async Task Annotations_come_by_conversation_annotator_and_key()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow("c2"), Some.ConversationRow("c1")] }, Stop);
        Annotation[] annotations =
        [
            Some.Annotation("c1", "k2", "chat"), Some.Annotation("c1", "k9", "chat"), Some.Annotation("c1", "k1", "dify"), Some.Annotation("c2", "k1", "chat"),
        ];
        foreach (var annotation in annotations.Reverse())
        {
            await store.SaveAnnotationAsync(annotation, ["k1", "k2", "k9"], Stop);
        }

        AssertSame(annotations, await store.ReadAnnotationsAsync(["c2", "c1", "c1"], Stop));
        AssertSame([annotations[^1]], await store.ReadAnnotationsAsync(["c2"], Stop));
        Assert.Empty(await store.ReadAnnotationsAsync([], Stop));
    }

    [Fact]
    public async Task An_annotation_takes_the_place_of_the_one_of_its_key()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow("m1"), Some.MessageRow("m2")] }, Stop);
        await store.SaveAnnotationAsync(Some.Annotation() with { Translations = [new Translation("m1", "en", "a", "b"), new Translation("m2", "en", "c", "d")] }, ["k1"], Stop);
        var second = Some.Annotation() with { Refusal = RefusalReason.ContentFilter, Translations = [new Translation("m1", "en", "x", "y")] };
        await store.SaveAnnotationAsync(second, ["k1"], Stop);

        AssertSame([second], await store.ReadAnnotationsAsync(["c1"], Stop));
        Assert.Equal([new AnnotationCount("chat", RefusalReason.ContentFilter, 1, 0)], await store.CountAnnotationsAsync(Stop));
    }

    [Fact]
    public async Task Answers_to_questions_that_are_no_longer_asked_go_when_a_new_one_is_saved()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow("m1")] }, Stop);
        var (stale, current, ofOther) = (
            Some.Annotation(key: "stale") with { Translations = [new Translation("m1", "de", "alt", null)] }, Some.Annotation(key: "current"), Some.Annotation(key: "other", annotator: "dify"));
        foreach (var annotation in (Annotation[])[stale, current, ofOther])
        {
            await store.SaveAnnotationAsync(annotation, ["stale", "current", "other"], Stop);
        }

        var added = Some.Annotation(key: "new");
        await store.SaveAnnotationAsync(added, ["current", "new"], Stop);
        AssertSame([current, added, ofOther], await store.ReadAnnotationsAsync(["c1"], Stop));
    }

    [Fact]
    public async Task A_translation_takes_the_place_of_another_annotators()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow("m1")] }, Stop);
        var before = Some.Annotation(key: "k1", annotator: "dify") with { Translations = [new Translation("m1", "en", "old", null)] };
        await store.SaveAnnotationAsync(before, ["k1"], Stop);
        var after = Some.Annotation(key: "k2", annotator: "translation") with { Translations = [new Translation("m1", "en", "new", null)] };
        await store.SaveAnnotationAsync(after, ["k2"], Stop);

        AssertSame([before with { Translations = [] }, after], await store.ReadAnnotationsAsync(["c1"], Stop));
    }

    [Fact]
    public async Task A_deletion_takes_annotations_and_translations_along()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow(), Some.ConversationRow("c2")], Messages = [Some.MessageRow("m1")] }, Stop);
        await store.SaveAnnotationAsync(Some.Annotation() with { Translations = [new Translation("m1", "en", "a", "b")] }, ["k1"], Stop);
        var kept = Some.Annotation("c2");
        await store.SaveAnnotationAsync(kept, ["k1"], Stop);
        await store.CommitAsync(Some.Page() with { Conversations = [Deleted] }, Stop);
        AssertSame([kept], await store.ReadAnnotationsAsync(["c1", "c2"], Stop));

        // Neither of a deleted nor of an unknown conversation is anything kept.
        await store.SaveAnnotationAsync(Some.Annotation(), ["k1"], Stop);
        await store.SaveAnnotationAsync(Some.Annotation("unknown"), ["k1"], Stop);
        Assert.Empty(await store.ReadAnnotationsAsync(["c1", "unknown"], Stop));
        Assert.Equal(1, await store.CountItemsAsync(StoreItemKind.Annotations, Stop));
    }

    [Fact]
    public async Task Saving_an_annotation_makes_nothing_due()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, Stop);
        await LabelAsync(store);
        await CompleteAsync(store, DayProjection.Lake);
        await store.SaveAnnotationAsync(Some.Annotation(), ["k1"], Stop);
        Assert.Empty(await DueAsync(store, DayProjection.Lake));
        Assert.Equal(0, await store.CountUnlabelledAsync("r1", false, Stop));
        Assert.Single((await store.ReadThreadAsync("c1", Stop))!.Labels);
    }

    [Fact]
    public async Task Annotations_move_to_another_store_and_go_with_a_tombstone()
    {
        await using var one = await OpenAsync();
        await using var two = await OpenAsync();
        await one.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow(), Some.ConversationRow(Some.Uuid(1))], Messages = [Some.MessageRow("m1")] }, Stop);
        var annotation = Some.Annotation() with { Notes = [new Note("risk", "none")], Translations = [new Translation("m1", "en", "a", "b")] };
        await one.SaveAnnotationAsync(annotation, ["k1"], Stop);
        await one.SaveAnnotationAsync(Some.Annotation(Some.Uuid(1)), ["k1"], Stop);

        var copied = await new StoreCopy(one, two, null).RunAsync(Stop);
        Assert.All(copied, kind => Assert.True(kind.IsEqual, kind.Kind.ToString()));
        AssertSame(await one.ReadAnnotationsAsync(["c1", Some.Uuid(1)], Stop), await two.ReadAnnotationsAsync(["c1", Some.Uuid(1)], Stop));
        Assert.Equal(0, (await new StoreCopy(one, two, null).RunAsync(Stop)).Single(kind => kind.Kind == StoreItemKind.Annotations).Written);

        await one.CommitAsync(Some.Page() with { Conversations = [Deleted] }, Stop);
        await two.ImportAsync(StoreItemKind.Records, await one.FindItemsAsync(StoreItemKind.Records, ["c1"], Stop), Stop);
        Assert.Empty(await two.ReadAnnotationsAsync(["c1"], Stop));
    }

    private static void AssertSame(IEnumerable<Annotation> expected, IEnumerable<Annotation> actual) =>
        Assert.Equal(expected.Select(Text), actual.Select(Text));

    private static string Text(Annotation annotation) => System.Text.Json.JsonSerializer.Serialize(annotation);
}
