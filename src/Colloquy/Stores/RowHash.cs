using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Colloquy.Stores;

/// <summary>
/// XxHash128 of a row's content, equal on every platform and for ever: it decides which of two versions of a row wins where nothing else does
/// (see <see cref="VersionOrder"/>). Rows that are equal as records have equal hashes: 1.0 and 1.00 are one price, one instant with two offsets is one time.
/// Fields are hashed in the order written here; a new field is appended.
/// </summary>
public static class RowHash
{
    public static UInt128 Of(Conversation row)
    {
        var content = new Content();
        content.Add(row.Id, row.AppId, row.Mode, row.Name, row.Summary, row.AppModelConfigId, row.ModelProvider, row.ModelId);
        content.Add(row.OverrideModelConfigs, row.Inputs, row.Introduction, row.SystemInstruction);
        content.Add(row.SystemInstructionTokens);
        content.Add(row.Status, row.InvokeFrom, row.FromSource, row.FromEndUserId, row.FromAccountId);
        content.Add(row.ReadAt);
        content.Add(row.ReadAccountId);
        content.Add(row.DialogueCount);
        content.Add(row.CreatedAt);
        content.Add(row.UpdatedAt);
        content.Add(row.IsDeleted);
        content.Add(row.Extra);
        content.AddIfAny(row.ExternalUserId);
        return content.Hash();
    }

    public static UInt128 Of(Message row)
    {
        var content = new Content();
        content.Add(row.Id, row.ConversationId, row.AppId, row.Query, row.Answer);
        content.Add(row.MessageTokens);
        content.Add(row.AnswerTokens);
        content.Add(row.MessageUnitPrice);
        content.Add(row.AnswerUnitPrice);
        content.Add(row.MessagePriceUnit);
        content.Add(row.AnswerPriceUnit);
        content.Add(row.TotalPrice);
        content.Add(row.Currency);
        content.Add(row.Latency);
        content.Add(row.ParentMessageId, row.Inputs, row.Metadata, row.Status, row.Error, row.ModelProvider, row.ModelId, row.OverrideModelConfigs);
        content.Add(row.AgentBased);
        content.Add(row.WorkflowRunId, row.InvokeFrom, row.FromSource, row.FromEndUserId, row.FromAccountId);
        content.Add(row.CreatedAt);
        content.Add(row.UpdatedAt);
        content.Add(row.Extra);
        content.AddIfAny(row.ExternalUserId);
        return content.Hash();
    }

    public static UInt128 Of(Feedback row)
    {
        var content = new Content();
        content.Add(row.Id, row.ConversationId, row.MessageId, row.Rating, row.Content, row.FromSource, row.FromEndUserId, row.FromAccountId);
        content.Add(row.CreatedAt);
        content.Add(row.UpdatedAt);
        return content.Hash();
    }

    public static UInt128 Of(EndUser row)
    {
        var content = new Content();
        content.Add(row.Id, row.ExternalId);
        content.Add(row.CreatedAt);
        content.Add(row.UpdatedAt);
        return content.Hash();
    }

    public static UInt128 Of(App row)
    {
        var content = new Content();
        content.Add(row.Id, row.Name, row.Mode);
        return content.Hash();
    }

    // Every value begins with a mark of presence or its length, so that no two different rows give the same bytes.
    private sealed class Content
    {
        private const int Most = 4_096;

        private readonly ArrayBufferWriter<byte> bytes = new(1_024);
        private XxHash128? flushed;

        public UInt128 Hash()
        {
            if (flushed is null)
            {
                return XxHash128.HashToUInt128(bytes.WrittenSpan);
            }

            flushed.Append(bytes.WrittenSpan);
            return flushed.GetCurrentHashAsUInt128();
        }

        public void Add(params ReadOnlySpan<string?> values)
        {
            foreach (var value in values)
            {
                Number(value?.Length ?? -1);
                for (var rest = value.AsSpan(); !rest.IsEmpty;)
                {
                    var piece = rest[..Math.Min(rest.Length, Most / sizeof(char))];
                    Units(piece);
                    rest = rest[piece.Length..];
                }
            }
        }

        // For a field that came later: without it a row has the hash that it always had.
        public void AddIfAny(string? value)
        {
            if (value is not null)
            {
                Add(value);
            }
        }

        public void Add(long? value)
        {
            Number(value is null ? 0 : 1);
            Number(value ?? 0);
        }

        public void Add(bool? value) => Number(value switch { null => 0, false => 1, true => 2 });

        public void Add(double? value)
        {
            Number(value is null ? 0 : 1);
            Number(value switch
            {
                null or 0 => 0,
                double.NaN => -1,
                { } number => BitConverter.DoubleToInt64Bits(number),
            });
        }

        public void Add(decimal? value)
        {
            Number(value is null ? 0 : 1);
            Span<int> parts = stackalloc int[4];
            decimal.GetBits(Canonical(value ?? 0), parts);
            foreach (var part in parts)
            {
                Number(part);
            }
        }

        public void Add(DateTimeOffset? value) => Add(value?.UtcTicks);

        private void Units(ReadOnlySpan<char> text)
        {
            var target = bytes.GetSpan(text.Length * sizeof(char));
            if (BitConverter.IsLittleEndian)
            {
                MemoryMarshal.AsBytes(text).CopyTo(target);
            }
            else
            {
                for (var i = 0; i < text.Length; i++)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(target[(i * sizeof(char))..], text[i]);
                }
            }

            bytes.Advance(text.Length * sizeof(char));

            // A long text is hashed a piece at a time, and not copied whole.
            if (bytes.WrittenCount >= Most)
            {
                flushed ??= new XxHash128();
                flushed.Append(bytes.WrittenSpan);
                bytes.ResetWrittenCount();
            }
        }

        // Dividing by one at full scale drops trailing zeros.
        private static decimal Canonical(decimal value) => value == 0 ? 0 : value / 1.0000000000000000000000000000m;

        private void Number(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.GetSpan(sizeof(long)), value);
            bytes.Advance(sizeof(long));
        }
    }
}
