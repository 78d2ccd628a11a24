using Colloquy.Model;
using Colloquy.Sqlite.Bodies;
using Colloquy.Stores.Merging;
using Colloquy.TestKit;
using CsCheck;

namespace Colloquy.Tests.Sqlite;

public sealed class BodyCodecTests
{
    private static readonly Gen<ConversationRecord> Record = Gen.Select(
        Some.AnyRow<Conversation>(), Some.AnyRow<Message>().Array[0, 6], Some.AnyRow<Feedback>().Array[0, 3], Gen.Long[0, 4].Array[10],
        (conversation, messages, feedbacks, generations) => new ConversationRecord
        {
            Conversation = new(conversation, generations[9]),
            DeletedHash = conversation.IsDeleted ? UInt128.MaxValue / 3 : 0,
            Messages = [.. messages.Select((m, i) => new Versioned<Message>(m with { ConversationId = conversation.Id }, generations[i]))],
            Feedbacks = [.. feedbacks.Select((f, i) => new Versioned<Feedback>(f with { ConversationId = conversation.Id }, generations[i]))],
            ExcludedMessages = [.. messages.Select(m => m.Id)],
            ExcludedFeedbacks = [.. feedbacks.Select(f => f.Id)],
            GoneMessages = [.. messages.Take(2).Select(m => m.Id)],
        });

    [Fact]
    public void Any_record_comes_back_as_it_was() => Record.Sample(record =>
    {
        var read = BodyCodec.OfThread.UnpackRecord(BodyCodec.OfThread.Pack(record));
        Assert.Equal(record.Conversation, read.Conversation);
        Assert.Equal(record.DeletedHash, read.DeletedHash);
        Assert.Equal(record.Messages, read.Messages);
        Assert.Equal(record.Feedbacks, read.Feedbacks);
        Assert.Equal(record.ExcludedMessages, read.ExcludedMessages);
        Assert.Equal(record.ExcludedFeedbacks, read.ExcludedFeedbacks);
        Assert.Equal(record.GoneMessages, read.GoneMessages);
    });

    [Fact]
    public void Any_user_day_comes_back_as_it_was() => Gen.Select(Gen.Long, Gen.Long.Nullable(), Gen.Decimal).Sample((turns, tokens, amount) =>
    {
        var row = Some.UserDay(new Actor(ActorKind.Account, "a"), new DateOnly(2025, 4, 1), turns) with { TokensIn = tokens, Cost = [new Money("USD", amount)] };
        var read = BodyCodec.OfThread.UnpackUserDay(BodyCodec.OfThread.Pack(row), row.Actor, row.Day);
        Assert.Equal(row.Cost, read.Cost);
        Assert.Equal(row.Topics, read.Topics);
        Assert.Equal(row.Models, read.Models);
        Assert.Equal(row.Apps, read.Apps);
        Assert.Equal(row with { Cost = [], Topics = [], Models = [], Apps = [] }, read with { Cost = [], Topics = [], Models = [], Apps = [] });
    });

    [Fact]
    public void A_body_that_is_cut_is_refused() => Gen.Select(Record, Gen.Int[0, 10_000]).Sample((record, place) =>
    {
        var writer = new BodyWriter();
        RecordFormat.Write(writer, record);
        var cut = writer.Written[..(place % writer.Written.Length)].ToArray();
        Assert.Throws<InvalidDataException>(() => Read(cut));
    });

    [Fact]
    public void A_body_of_version_1_which_knows_of_nothing_gone_and_no_external_ids_is_read() => Record.Sample(record =>
    {
        var old = record with
        {
            Conversation = record.Conversation with { Row = record.Conversation.Row with { ExternalUserId = null } },
            Messages = [.. record.Messages.Select(m => m with { Row = m.Row with { ExternalUserId = null } })],
            GoneMessages = [],
        };
        var writer = new BodyWriter();
        RecordFormat.Write(writer, old);
        byte[] first = [1, .. writer.Written[1..^2]];
        var read = Read(first);
        Assert.Equal(old.Conversation, read.Conversation);
        Assert.Equal(old.Messages, read.Messages);
        Assert.Equal(old.ExcludedFeedbacks, read.ExcludedFeedbacks);
        Assert.Empty(read.GoneMessages);
    });

    [Fact]
    public void A_body_of_a_later_version_is_refused() =>
        Assert.Contains("version 9", Assert.Throws<InvalidDataException>(() => Read([9, 0, 0])).Message, StringComparison.Ordinal);

    private static ConversationRecord Read(byte[] body)
    {
        return RecordFormat.Read(new BodyReader(body, []));
    }
}
