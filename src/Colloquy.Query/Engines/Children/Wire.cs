using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Colloquy.Query.Engines.Children;

/// <summary>
/// The two pipes between a query and its engine. A request or response is a type byte, followed by numbers (8 bytes) and texts (UTF-8 with
/// a length prefix of 4 bytes, -1 for null). One thread may read while another writes.
/// </summary>
internal sealed class Wire(Stream input, Stream output) : IDisposable
{
    // The other side is not trusted to be bounded: longer texts are rejected.
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
            // The other side is gone, and nobody needs the rest.
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

    /// <summary>Reads a type byte; null at the end of the stream.</summary>
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

/// <summary>Type byte of a request or response.</summary>
internal enum Message : byte
{
    /// <summary>The first request: memory in MB, threads. No response.</summary>
    Begin = 1,
    /// <summary>SQL, table names. Response: <see cref="Names"/>.</summary>
    Check,
    /// <summary>Paths. Response: <see cref="Done"/>.</summary>
    Open,
    /// <summary>Trusted SQL. Response: <see cref="Done"/>.</summary>
    Run,
    /// <summary>Trusted SQL. Responses: <see cref="Names"/> per row, then <see cref="Done"/>.</summary>
    Rows,
    /// <summary>SQL, maximum rows or -1. Responses: <see cref="Columns"/>, <see cref="Row"/> per row, <see cref="End"/>.</summary>
    Answer,
    /// <summary>Response: <see cref="Done"/>.</summary>
    Close,

    Done = 64,
    /// <summary>Texts.</summary>
    Names,
    /// <summary>Names and types, alternating.</summary>
    Columns,
    /// <summary>A text or null per column.</summary>
    Row,
    /// <summary>Number of rows written; 1 if the limit cut off more.</summary>
    End,
    /// <summary>Instead of any response: rejected by the gate or a limit, with the message for the user.</summary>
    Refused,
    /// <summary>Instead of any response: the engine failed, with the message for the user; 1 if a file cannot be read.</summary>
    Failed,
}
