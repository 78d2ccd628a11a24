using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;
using Colloquy.Stores.Merging;

namespace Colloquy.Stores.Copying;

/// <summary>XxHash128 of an item's content. Equal items have equal hashes, whichever store they come from.</summary>
internal static class ItemHash
{
    public static UInt128 Of(StoreItem item) => item switch
    {
        RecordItem record => Of(record),
        DeadLetterItem { Letter: var (letter, source, generation) } => Combine(
            Json(new { letter.Key, letter.Table, letter.RowId, letter.Reason, letter.Detail, letter.Origin, source, generation }),
            XxHash128.HashToUInt128(letter.Raw.Span)),
        AppItem app => Combine(RowHash.Of(app.App), (UInt128)app.Generation),
        EndUserItem user => Json(user),
        MeasuresItem { Day: var day } => Combine(
            [XxHash128.HashToUInt128(day.Payload.Span), Json(day.Day), .. day.Users.Select(user => Json(Canonical(user)))]),
        RunItem { Run: var run } => Json(
            run with { StartedAt = run.StartedAt.ToUniversalTime(), EndedAt = run.EndedAt?.ToUniversalTime() }),
        AnnotationItem { Annotation: var annotation } => Json(annotation),
        MarkItem or GenerationItem or DayMarkItem or TallyItem => Json((object)item),
        _ => throw new ArgumentException($"{item.GetType().Name} is not an item of a store.", nameof(item)),
    };

    private static UInt128 Of(RecordItem item)
    {
        var record = item.Record;
        return Combine(
        [
            RowHash.Of(record.Conversation.Row), (UInt128)record.Conversation.Generation, record.DeletedHash, (UInt128)item.Version,
            .. record.Messages.SelectMany(message => (UInt128[])[RowHash.Of(message.Row), (UInt128)message.Generation]),
            .. record.Feedbacks.SelectMany(feedback => (UInt128[])[RowHash.Of(feedback.Row), (UInt128)feedback.Generation]),
            Json(new
            {
                record.ExcludedMessages,
                record.ExcludedFeedbacks,
                record.GoneMessages,
                record.IsExcluded,
                item.Source,
                item.LabelRevision,
                item.Labels,
            }),
        ]);
    }

    // Amounts that differ only in trailing zeros are equal.
    private static UserDay Canonical(UserDay row) =>
        row with { Cost = [.. row.Cost.Select(money => money with { Amount = money.Amount / 1.0000000000000000000000000000m })] };

    private static UInt128 Json<T>(T value) => XxHash128.HashToUInt128(JsonSerializer.SerializeToUtf8Bytes(value, value!.GetType()));

    private static UInt128 Combine(params ReadOnlySpan<UInt128> hashes)
    {
        var bytes = new ArrayBufferWriter<byte>(hashes.Length * 16);
        foreach (var hash in hashes)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(bytes.GetSpan(16), hash);
            bytes.Advance(16);
        }

        return XxHash128.HashToUInt128(bytes.WrittenSpan);
    }
}
