using Colloquy.Sqlite.Storage;
using Colloquy.Stores.Merging;
using ZstdSharp;

namespace Colloquy.Sqlite.Bodies;

/// <summary>Packs and unpacks bodies. Each thread has its own instance with its own compression contexts and buffers.</summary>
#pragma warning disable CA1001 // Lives as long as its thread; the contexts free themselves with it.
internal sealed class BodyCodec
#pragma warning restore CA1001
{
    private const int CompressionLevel = 1;
    private const int FirstSize = 16_384;

    // Buffers are reused, but larger ones are released after use.
    private const int LargestKept = 4 << 20;

    [ThreadStatic]
    private static BodyCodec? ofThread;

    private readonly Compressor compressor = new(CompressionLevel);
    private readonly Decompressor decompressor = new();
    private readonly BodyWriter writer = new();
    private readonly List<string> terms = [];
    private byte[] buffer = new byte[FirstSize];

    public static BodyCodec OfThread => ofThread ??= new BodyCodec();

    public byte[] Pack(ConversationRecord record)
    {
        writer.Clear();
        RecordFormat.Write(writer, record);
        var body = Compress(writer.Written);
        ReleaseLargeBuffers();
        return body;
    }

    /// <exception cref="InvalidDataException">The body is damaged.</exception>
    public ConversationRecord UnpackRecord(ReadOnlySpan<byte> body)
    {
        terms.Clear();
        var record = RecordFormat.Read(new BodyReader(Decompress(body), terms));
        ReleaseLargeBuffers();
        return record;
    }

    public byte[] Pack(ImmutableArray<Label> labels)
    {
        writer.Clear();
        LabelFormat.Write(writer, labels);
        return Compress(writer.Written);
    }

    /// <exception cref="InvalidDataException">The body is damaged.</exception>
    public ImmutableArray<Label> UnpackLabels(ReadOnlySpan<byte> body)
    {
        terms.Clear();
        var reader = new BodyReader(Decompress(body), terms);
        return LabelFormat.Read(ref reader);
    }

    /// <summary>Labels and notes; translations are rows of their own.</summary>
    public byte[] Pack(Annotation annotation)
    {
        writer.Clear();
        LabelFormat.Write(writer, annotation.Labels);
        NoteFormat.Write(writer, annotation.Notes);
        return Compress(writer.Written);
    }

    /// <exception cref="InvalidDataException">The body is damaged.</exception>
    public (ImmutableArray<Label> Labels, ImmutableArray<Note> Notes) UnpackAnnotation(ReadOnlySpan<byte> body)
    {
        terms.Clear();
        var reader = new BodyReader(Decompress(body), terms);
        return (LabelFormat.Read(ref reader), NoteFormat.Read(ref reader));
    }

    /// <summary>Not compressed, because a user day is too small for it.</summary>
    public byte[] Pack(UserDay row)
    {
        writer.Clear();
        UserDayFormat.Write(writer, row);
        return BodySeal.Seal(writer.Written, BodySeal.OwnerOf(row.Actor, Columns.OfDay(row.Day)));
    }

    /// <exception cref="InvalidDataException">The body is damaged.</exception>
    public UserDay UnpackUserDay(ReadOnlySpan<byte> body, Actor actor, DateOnly day)
    {
        terms.Clear();
        var reader = new BodyReader(BodySeal.Open(body, BodySeal.OwnerOf(actor, Columns.OfDay(day))), terms);
        return UserDayFormat.Read(ref reader, actor, day);
    }

    private byte[] Compress(ReadOnlySpan<byte> plain)
    {
        Reserve(Compressor.GetCompressBound(plain.Length) + BodySeal.Size);
        var body = buffer.AsSpan(0, BodySeal.Size + compressor.Wrap(plain, buffer.AsSpan(BodySeal.Size))).ToArray();
        BodySeal.Put(body);
        return body;
    }

    private ReadOnlySpan<byte> Decompress(ReadOnlySpan<byte> body)
    {
        var frame = BodySeal.Open(body);
        try
        {
            Reserve(checked((int)Decompressor.GetDecompressedSize(frame)));
            return buffer.AsSpan(0, decompressor.Unwrap(frame, buffer));
        }
        catch (Exception damage) when (damage is ZstdException or OverflowException)
        {
            throw new InvalidDataException("The body does not decompress.", damage);
        }
    }

    private void Reserve(int size)
    {
        if (buffer.Length < size)
        {
            buffer = new byte[Math.Max(size, Math.Min(buffer.Length * 2, LargestKept))];
        }
    }

    private void ReleaseLargeBuffers()
    {
        if (buffer.Length > LargestKept || writer.Written.Length > LargestKept)
        {
            buffer = new byte[FirstSize];
            writer.Clear();
            terms.Clear();
        }
    }
}
