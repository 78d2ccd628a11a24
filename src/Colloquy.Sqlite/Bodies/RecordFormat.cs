using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Colloquy.Stores.Merging;

namespace Colloquy.Sqlite.Bodies;

/// <summary>
/// The layout of a record's body: a version, the conversation, its messages, its feedbacks, the ids of what was excluded and of what is gone. Decimals are stored without trailing
/// zeros and times in UTC, so equal rows make equal bodies. The order of the fields is the file format: a change of it is a new version.
/// </summary>
internal static class RecordFormat
{
    // Version 1 did not know of messages that are gone, nor of external ids.
    private const byte Version = 2;
    private const byte OldestVersion = 1;

    public static void Write(BodyWriter to, ConversationRecord record)
    {
        to.Byte(Version);
        Write(to, record.Conversation.Row);
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
            Write(to, next.Row, message?.Row);
            to.Integer(next.Generation, message?.Generation);
            message = next;
        }

        to.Count(record.Feedbacks.Length);
        Versioned<Feedback>? feedback = null;
        foreach (var next in record.Feedbacks)
        {
            Write(to, next.Row, feedback?.Row);
            to.Integer(next.Generation, feedback?.Generation);
            feedback = next;
        }

        Write(to, record.ExcludedMessages);
        Write(to, record.ExcludedFeedbacks);
        Write(to, record.GoneMessages);
        WriteExternalIds(to, record);
    }

    /// <exception cref="InvalidDataException">The body is damaged, or of a later version.</exception>
    public static ConversationRecord Read(ref BodyReader from)
    {
        var version = from.Byte();
        if (version is < OldestVersion or > Version)
        {
            throw new InvalidDataException($"The body has version {version}; this program reads versions {OldestVersion} to {Version}.");
        }

        var conversation = ReadConversation(ref from);
        var generation = from.Integer() ?? 0;
        var hash = conversation.IsDeleted ? BinaryPrimitives.ReadUInt128BigEndian(from.Bytes(16)) : 0;
        var messages = new Versioned<Message>[from.Count()];
        for (var i = 0; i < messages.Length; i++)
        {
            Versioned<Message>? before = i == 0 ? null : messages[i - 1];
            messages[i] = new(ReadMessage(ref from, conversation.Id, before?.Row), from.Integer(before?.Generation) ?? 0);
        }

        var feedbacks = new Versioned<Feedback>[from.Count()];
        for (var i = 0; i < feedbacks.Length; i++)
        {
            Versioned<Feedback>? before = i == 0 ? null : feedbacks[i - 1];
            feedbacks[i] = new(ReadFeedback(ref from, conversation.Id, before?.Row), from.Integer(before?.Generation) ?? 0);
        }

        var record = new ConversationRecord
        {
            Conversation = new(conversation, generation),
            DeletedHash = hash,
            Messages = ImmutableCollectionsMarshal.AsImmutableArray(messages),
            Feedbacks = ImmutableCollectionsMarshal.AsImmutableArray(feedbacks),
            ExcludedMessages = ReadTerms(ref from),
            ExcludedFeedbacks = ReadTerms(ref from),
        };
        return version == OldestVersion ? record : ReadExternalIds(ref from, record with { GoneMessages = ReadTerms(ref from) });
    }

    // Few sources know them: behind everything else, so that the others pay one byte.
    private static void WriteExternalIds(BodyWriter to, ConversationRecord record)
    {
        var known = record.Conversation.Row.ExternalUserId is not null || record.Messages.Any(message => message.Row.ExternalUserId is not null);
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

    private static void Write(BodyWriter to, Conversation row)
    {
        to.Term(row.Id);
        to.Term(row.AppId);
        to.Term(row.Mode);
        to.Text(row.Name);
        to.Text(row.Summary);
        to.Term(row.AppModelConfigId);
        to.Term(row.ModelProvider);
        to.Term(row.ModelId);
        to.Text(row.OverrideModelConfigs);
        to.Term(row.Inputs);
        to.Text(row.Introduction);
        to.Text(row.SystemInstruction);
        to.Integer(row.SystemInstructionTokens);
        to.Term(row.Status);
        to.Term(row.InvokeFrom);
        to.Term(row.FromSource);
        to.Term(row.FromEndUserId);
        to.Term(row.FromAccountId);
        to.Time(row.CreatedAt);
        to.Time(row.UpdatedAt);
        to.Time(row.ReadAt);
        to.Term(row.ReadAccountId);
        to.Integer(row.DialogueCount);
        to.Flag(row.IsDeleted);
        to.Text(row.Extra);
    }

    private static Conversation ReadConversation(ref BodyReader from) => new()
    {
        Id = from.Term()!,
        AppId = from.Term(),
        Mode = from.Term(),
        Name = from.Text(),
        Summary = from.Text(),
        AppModelConfigId = from.Term(),
        ModelProvider = from.Term(),
        ModelId = from.Term(),
        OverrideModelConfigs = from.Text(),
        Inputs = from.Term(),
        Introduction = from.Text(),
        SystemInstruction = from.Text(),
        SystemInstructionTokens = (int?)from.Integer(),
        Status = from.Term(),
        InvokeFrom = from.Term(),
        FromSource = from.Term(),
        FromEndUserId = from.Term(),
        FromAccountId = from.Term(),
        CreatedAt = from.Time() ?? default,
        UpdatedAt = from.Time(),
        ReadAt = from.Time(),
        ReadAccountId = from.Term(),
        DialogueCount = (int?)from.Integer(),
        IsDeleted = from.Flag() ?? false,
        Extra = from.Text(),
    };

    private static void Write(BodyWriter to, Message row, Message? before)
    {
        to.Term(row.Id);
        to.Term(row.AppId, before?.AppId);
        to.Term(row.ParentMessageId, before?.ParentMessageId);
        to.Time(row.CreatedAt);
        to.Time(row.UpdatedAt);
        to.Text(row.Query);
        to.Text(row.Answer);
        to.Integer(row.MessageTokens);
        to.Integer(row.AnswerTokens);
        to.Decimal(row.MessageUnitPrice, before?.MessageUnitPrice);
        to.Decimal(row.AnswerUnitPrice, before?.AnswerUnitPrice);
        to.Decimal(row.MessagePriceUnit, before?.MessagePriceUnit);
        to.Decimal(row.AnswerPriceUnit, before?.AnswerPriceUnit);
        to.Decimal(row.TotalPrice, before?.TotalPrice);
        to.Term(row.Currency, before?.Currency);
        to.Double(row.Latency);
        to.Term(row.Inputs, before?.Inputs);
        to.Text(row.Metadata);
        to.Term(row.Status, before?.Status);
        to.Text(row.Error);
        to.Term(row.ModelProvider, before?.ModelProvider);
        to.Term(row.ModelId, before?.ModelId);
        to.Term(row.OverrideModelConfigs, before?.OverrideModelConfigs);
        to.Flag(row.AgentBased);
        to.Term(row.WorkflowRunId);
        to.Term(row.InvokeFrom, before?.InvokeFrom);
        to.Term(row.FromSource, before?.FromSource);
        to.Term(row.FromEndUserId, before?.FromEndUserId);
        to.Term(row.FromAccountId, before?.FromAccountId);
        to.Text(row.Extra);
    }

    private static Message ReadMessage(ref BodyReader from, string conversation, Message? before) => new()
    {
        Id = from.Term()!,
        ConversationId = conversation,
        AppId = from.Term(before?.AppId),
        ParentMessageId = from.Term(before?.ParentMessageId),
        CreatedAt = from.Time() ?? default,
        UpdatedAt = from.Time(),
        Query = from.Text(),
        Answer = from.Text(),
        MessageTokens = from.Integer(),
        AnswerTokens = from.Integer(),
        MessageUnitPrice = from.Decimal(before?.MessageUnitPrice),
        AnswerUnitPrice = from.Decimal(before?.AnswerUnitPrice),
        MessagePriceUnit = from.Decimal(before?.MessagePriceUnit),
        AnswerPriceUnit = from.Decimal(before?.AnswerPriceUnit),
        TotalPrice = from.Decimal(before?.TotalPrice),
        Currency = from.Term(before?.Currency),
        Latency = from.Double(),
        Inputs = from.Term(before?.Inputs),
        Metadata = from.Text(),
        Status = from.Term(before?.Status),
        Error = from.Text(),
        ModelProvider = from.Term(before?.ModelProvider),
        ModelId = from.Term(before?.ModelId),
        OverrideModelConfigs = from.Term(before?.OverrideModelConfigs),
        AgentBased = from.Flag(),
        WorkflowRunId = from.Term(),
        InvokeFrom = from.Term(before?.InvokeFrom),
        FromSource = from.Term(before?.FromSource),
        FromEndUserId = from.Term(before?.FromEndUserId),
        FromAccountId = from.Term(before?.FromAccountId),
        Extra = from.Text(),
    };

    private static void Write(BodyWriter to, Feedback row, Feedback? before)
    {
        to.Term(row.Id);
        to.Term(row.MessageId);
        to.Term(row.Rating, before?.Rating);
        to.Text(row.Content);
        to.Term(row.FromSource, before?.FromSource);
        to.Term(row.FromEndUserId, before?.FromEndUserId);
        to.Term(row.FromAccountId, before?.FromAccountId);
        to.Time(row.CreatedAt);
        to.Time(row.UpdatedAt);
    }

    private static Feedback ReadFeedback(ref BodyReader from, string conversation, Feedback? before) => new()
    {
        Id = from.Term()!,
        ConversationId = conversation,
        MessageId = from.Term()!,
        Rating = from.Term(before?.Rating)!,
        Content = from.Text(),
        FromSource = from.Term(before?.FromSource),
        FromEndUserId = from.Term(before?.FromEndUserId),
        FromAccountId = from.Term(before?.FromAccountId),
        CreatedAt = from.Time(),
        UpdatedAt = from.Time(),
    };

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
