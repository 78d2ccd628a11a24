using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Colloquy.Model.Fields;

namespace Colloquy.Stores;

/// <summary>
/// XxHash128 of a row's content. It is the same on every platform and must never change: it breaks ties between two versions of a row
/// (see <see cref="VersionOrder"/>). Rows that are equal as records have equal hashes, so 1.0 and 1.00 are one price, and one instant
/// with two offsets is one time. Fields are hashed in the order of their positions.
/// </summary>
internal static class RowHash
{
    public static UInt128 Of(Conversation row)
    {
        var values = new FieldValues(ConversationFields.All);
        ConversationFields.Write(ref values, row);
        return Of(values);
    }

    public static UInt128 Of(Message row)
    {
        var values = new FieldValues(MessageFields.All);
        MessageFields.Write(ref values, row);
        return Of(values);
    }

    public static UInt128 Of(Feedback row)
    {
        var values = new FieldValues(FeedbackFields.All);
        FeedbackFields.Write(ref values, row);
        return Of(values);
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

    internal static UInt128 Of(FieldValues values)
    {
        var content = new Content();
        foreach (var field in values.Fields)
        {
            if (field.Since == 0)
            {
                content.Add(values, field);
            }
            else if (values.Holds(field))
            {
                // A row without a value for a field that was added later keeps its hash.
                content.AddLater(values, field);
            }
        }

        return content.Hash();
    }

    // Every value begins with a presence flag or its length, so that different rows never produce the same bytes.
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

        public void Add(FieldValues values, Field field)
        {
            switch (field.Kind)
            {
                case FieldKind.Tokens or FieldKind.Number:
                    Add(values.Whole(field));
                    break;
                case FieldKind.Price or FieldKind.UnitPrice:
                    Add(values.Price(field, null));
                    break;
                case FieldKind.Seconds:
                    Add(values.Seconds(field));
                    break;
                case FieldKind.Flag:
                    Add(values.Flag(field));
                    break;
                case FieldKind.Time:
                    Add(values.Time(field));
                    break;
                default:
                    Add(values[field]);
                    break;
            }
        }

        // The field that was added first has no position prefix; all later ones have one.
        public void AddLater(FieldValues values, Field field)
        {
            if (field.Kind != FieldKind.ExternalUser)
            {
                Number(field.Position);
            }

            Add(values, field);
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

            // A long text is hashed in pieces, so that it is not copied as a whole.
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
