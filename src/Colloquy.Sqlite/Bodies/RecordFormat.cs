using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Colloquy.Model.Fields;
using Colloquy.Stores.Merging;

namespace Colloquy.Sqlite.Bodies;

/// <summary>
/// Format of a record's body: version, conversation, messages, feedback, ids of excluded and of gone rows, external ids. Decimals are
/// stored without trailing zeros and times in UTC, so equal rows give equal bodies. The order of the fields is part of the file
/// format; changing it requires a new version.
/// </summary>
internal static class RecordFormat
{
    // Version 1 had neither gone messages nor external ids.
    private const byte OldestVersion = 1;

    // Each field that is appended to a row increases the version.
    private static readonly byte Version = (byte)((FieldSet[])[ConversationFields.All, MessageFields.All, FeedbackFields.All])
        .SelectMany(fields => fields).Max(field => field.Since);

    public static void Write(BodyWriter to, ConversationRecord record)
    {
        to.Byte(Version);
        var fields = new BodyFieldWriter(to);
        ConversationFields.Write(ref fields, record.Conversation.Row);
        to.Integer(record.Conversation.Generation);
        if (record.IsTombstone)
        {
            Span<byte> hash = stackalloc byte[16];
            BinaryPrimitives.WriteUInt128BigEndian(hash, record.DeletedHash);
            to.Bytes(hash);
        }

        to.Count(record.Messages.Length);
        Versioned<Message>? message = null;
        foreach (var next in record.Messages)
        {
            MessageFields.Write(ref fields, next.Row, message?.Row);
            to.Integer(next.Generation, message?.Generation);
            message = next;
        }

        to.Count(record.Feedbacks.Length);
        Versioned<Feedback>? feedback = null;
        foreach (var next in record.Feedbacks)
        {
            FeedbackFields.Write(ref fields, next.Row, feedback?.Row);
            to.Integer(next.Generation, feedback?.Generation);
            feedback = next;
        }

        Write(to, record.ExcludedMessages);
        Write(to, record.ExcludedFeedbacks);
        Write(to, record.GoneMessages);
        WriteExternalIds(to, record);
    }

    /// <exception cref="InvalidDataException">The body is damaged or of a later version.</exception>
    public static ConversationRecord Read(BodyReader body)
    {
        var version = body.Byte();
        if (version < OldestVersion || version > Version)
        {
            throw new InvalidDataException($"The body has version {version}; this program reads versions {OldestVersion} to {Version}.");
        }

        var from = new BodyFieldReader(body, version);
        var conversation = ConversationFields.Read(ref from);
        var generation = from.From.Integer() ?? 0;
        var hash = conversation.IsDeleted ? BinaryPrimitives.ReadUInt128BigEndian(from.From.Bytes(16)) : 0;
        from.Conversation = conversation.Id;
        var messages = new Versioned<Message>[from.From.Count()];
        for (var i = 0; i < messages.Length; i++)
        {
            Versioned<Message>? before = i == 0 ? null : messages[i - 1];
            messages[i] = new(MessageFields.Read(ref from, before?.Row), from.From.Integer(before?.Generation) ?? 0);
        }

        var feedbacks = new Versioned<Feedback>[from.From.Count()];
        for (var i = 0; i < feedbacks.Length; i++)
        {
            Versioned<Feedback>? before = i == 0 ? null : feedbacks[i - 1];
            feedbacks[i] = new(FeedbackFields.Read(ref from, before?.Row), from.From.Integer(before?.Generation) ?? 0);
        }

        var record = new ConversationRecord
        {
            Conversation = new(conversation, generation),
            DeletedHash = hash,
            Messages = ImmutableCollectionsMarshal.AsImmutableArray(messages),
            Feedbacks = ImmutableCollectionsMarshal.AsImmutableArray(feedbacks),
            ExcludedMessages = ReadTerms(ref from.From),
            ExcludedFeedbacks = ReadTerms(ref from.From),
        };
        return version == OldestVersion ? record : ReadExternalIds(ref from.From, record with { GoneMessages = ReadTerms(ref from.From) });
    }

    // Few sources have external ids. They come last, so that they cost the others only one byte.
    private static void WriteExternalIds(BodyWriter to, ConversationRecord record)
    {
        var known = record.Conversation.Row.ExternalUserId is not null
            || record.Messages.Any(message => message.Row.ExternalUserId is not null);
        to.Flag(known);
        if (!known)
        {
            return;
        }

        to.Term(record.Conversation.Row.ExternalUserId);
        var before = record.Conversation.Row.ExternalUserId;
        foreach (var message in record.Messages)
        {
            to.Term(message.Row.ExternalUserId, before);
            before = message.Row.ExternalUserId;
        }
    }

    private static ConversationRecord ReadExternalIds(ref BodyReader from, ConversationRecord record)
    {
        if (from.Flag() != true)
        {
            return record;
        }

        var before = from.Term();
        var conversation = record.Conversation with { Row = record.Conversation.Row with { ExternalUserId = before } };
        var messages = new Versioned<Message>[record.Messages.Length];
        for (var i = 0; i < messages.Length; i++)
        {
            before = from.Term(before);
            var message = record.Messages[i];
            messages[i] = message with { Row = message.Row with { ExternalUserId = before } };
        }

        return record with { Conversation = conversation, Messages = ImmutableCollectionsMarshal.AsImmutableArray(messages) };
    }

    private static void Write(BodyWriter to, ImmutableArray<string> ids)
    {
        to.Count(ids.Length);
        foreach (var id in ids)
        {
            to.Term(id);
        }
    }

    private static ImmutableArray<string> ReadTerms(ref BodyReader from)
    {
        var ids = new string[from.Count()];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = from.Term()!;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(ids);
    }
}
