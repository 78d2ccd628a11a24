using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Sources.Files;
using Colloquy.Sources.Rows;
using Colloquy.TestKit;
using Colloquy.TestKit.Sources;

namespace Colloquy.Tests.Sources.Files;

/// <summary>Every kind of bad input has the outcome that is promised for it.</summary>
public sealed class GarbageTests
{
    public static TheoryData<string> Names => [.. GarbageCorpus.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Garbage_has_its_promised_outcome(string name)
    {
        var kind = Assert.Single(GarbageCorpus.All, kind => kind.Name == name);
        using var folder = new TempFolder().With(kind.Files());
        var reading = SourceReading.OfAsync(
            new FilesSource(folder.Path, new RowReader(TimeZoneInfo.Utc), TimeProvider.System),
            new SourceRequest(new Dictionary<string, SourceMark>(), 1_000, 2, Full: false),
            TestContext.Current.CancellationToken);
        if (!kind.Error.IsEmpty)
        {
            var error = await Assert.ThrowsAsync<SourceException>(() => reading);
            Assert.All(kind.Error, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
            Assert.DoesNotContain(GarbageCorpus.Secret, error.ToString(), StringComparison.Ordinal);
            return;
        }

        var read = await reading;
        Assert.Equal(kind.Dead, read.DeadLetters.Select(letter => letter.Reason).Order(StringComparer.Ordinal));
        Assert.Equal(kind.Warns, read.Warnings.Length > 0);
        Assert.Equal(kind.Conversations, read.Count<Conversation>());
        Assert.Equal(kind.Messages, read.Count<Message>());
        Assert.All(read.Warnings, warning => Assert.DoesNotContain(GarbageCorpus.Secret, warning, StringComparison.Ordinal));
        Assert.All(read.DeadLetters, letter => Assert.DoesNotContain(GarbageCorpus.Secret, letter.Detail + letter.Origin, StringComparison.Ordinal));
        Assert.All(read.DeadLetters, letter => Assert.InRange(letter.Raw.Length, 1, 64 << 10));
        Assert.Equal(read.Sizes.Sum(), read.Marks.Values.Sum(mark => mark.Rows));
        Assert.Equal(read.RawBytes, read.Marks.Values.Sum(mark => mark.RawBytes));
        if (kind.ExitCode == 0 && kind.Messages == GarbageCorpus.GoodMessages.Length)
        {
            Assert.Equal(await GoodRowsAsync(), read.Rows);
        }
    }

    [Fact]
    public void The_corpus_has_kinds_enough_with_names_of_their_own()
    {
        Assert.True(GarbageCorpus.All.Length >= 40);
        Assert.Distinct(GarbageCorpus.All.Select(kind => kind.Name));
    }

    private static async Task<IEnumerable<object>> GoodRowsAsync()
    {
        using var folder = new TempFolder().With(
            [new("conversations.jsonl", RowFormat.Lines(GarbageCorpus.GoodConversations)), new("messages.jsonl", RowFormat.Lines(GarbageCorpus.GoodMessages))]);
        var source = new FilesSource(folder.Path, new RowReader(TimeZoneInfo.Utc), TimeProvider.System);
        var request = new SourceRequest(new Dictionary<string, SourceMark>(), 1_000, 1, Full: false);
        return (await SourceReading.OfAsync(source, request, TestContext.Current.CancellationToken)).Rows;
    }
}
