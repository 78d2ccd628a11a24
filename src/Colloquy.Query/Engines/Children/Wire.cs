using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Colloquy.Query.Engines.Children;

/// <summary>
/// The two pipes between a query and its engine. A request or reply is a byte that says which, then numbers (8 bytes) and texts (UTF-8 behind a length of 4 bytes,
/// -1 for null). One thread may read while another writes.
/// </summary>
internal sealed class Wire(Stream input, Stream output) : IDisposable
{
    // What the other side sends is bounded too: nothing longer is a text.
    private const int MostBytes = LakeEngine.MostRowBytes * 4;
    private const int Buffer = 64 * 1024;

    private readonly BufferedStream input = new(input, Buffer);
    private readonly BufferedStream output = new(output, Buffer);

    public void Dispose()
    {
        input.Dispose();
        try
        {
            output.Dispose();
        }
        catch (IOException)
        {
            // The other side is gone, and with it whoever wanted the rest.
        }
    }

    public void Flush() => output.Flush();

    public void Write(Message kind) => output.WriteByte((byte)kind);

    public void Write(long value)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        output.Write(number);
    }

    public void Write(string? text)
    {
        if (text is null)
        {
            WriteLength(-1);
            return;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        var length = Encoding.UTF8.GetBytes(text, bytes);
        WriteLength(length);
        output.Write(bytes, 0, length);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    public void Write(IReadOnlyCollection<string> texts)
    {
        Write(texts.Count);
        foreach (var text in texts)
        {
            Write(text);
        }
    }

    /// <summary>Null at the end of the stream.</summary>
    public Message? ReadMessage() => input.ReadByte() is >= 0 and var kind ? (Message)kind : null;

    public long ReadNumber()
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        input.ReadExactly(number);
        return BinaryPrimitives.ReadInt64LittleEndian(number);
    }

    public string ReadText() => ReadTextOrNull() ?? throw new InvalidDataException("A text was expected.");

    public string? ReadTextOrNull()
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        input.ReadExactly(number);
        var length = BinaryPrimitives.ReadInt32LittleEndian(number);
        if (length < 0)
        {
            return null;
        }

        if (length > MostBytes)
        {
            throw new InvalidDataException("A text is too long.");
        }

        var bytes = ArrayPool<byte>.Shared.Rent(length);
        input.ReadExactly(bytes, 0, length);
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        ArrayPool<byte>.Shared.Return(bytes);
        return text;
    }

    public string[] ReadTexts()
    {
        var texts = new List<string>();
        for (var count = ReadNumber(); count > 0; count--)
        {
            texts.Add(ReadText());
        }

        return [.. texts];
    }

    private void WriteLength(int length)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, length);
        output.Write(number);
    }
}

/// <summary>The first byte of a request or reply.</summary>
internal enum Message : byte
{
    /// <summary>The first request: memory in MB, threads. No reply.</summary>
    Begin = 1,
    /// <summary>SQL, names of tables. Reply: <see cref="Names"/>.</summary>
    Check,
    /// <summary>Paths. Reply: <see cref="Done"/>.</summary>
    Open,
    /// <summary>SQL of ours. Reply: <see cref="Done"/>.</summary>
    Run,
    /// <summary>SQL of ours. Replies: <see cref="Names"/> for each row, then <see cref="Done"/>.</summary>
    Rows,
    /// <summary>SQL, rows at most or -1. Replies: <see cref="Columns"/>, <see cref="Row"/> for each row, <see cref="End"/>.</summary>
    Answer,
    /// <summary>Reply: <see cref="Done"/>.</summary>
    Close,

    Done = 64,
    /// <summary>Texts.</summary>
    Names,
    /// <summary>Names and types in turn.</summary>
    Columns,
    /// <summary>A text or null for each column.</summary>
    Row,
    /// <summary>Rows written; 1 when the limit left some out.</summary>
    End,
    /// <summary>In place of any reply: the gate or a limit refuses, with the message for the user.</summary>
    Refused,
    /// <summary>In place of any reply: the engine failed, with the message for the user; 1 when a file cannot be read.</summary>
    Failed,
}
