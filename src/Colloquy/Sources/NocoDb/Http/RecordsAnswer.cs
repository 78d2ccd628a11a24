using System.Globalization;
using System.Text.Json;
using Colloquy.Sources.Rows;

namespace Colloquy.Sources.NocoDb.Http;

/// <summary>
/// One page of records as it came: the bytes of the body, and where each row lies in them. The body is taken apart while it arrives, so that a page is complete
/// as soon as its last byte is there.
/// </summary>
internal sealed class RecordsAnswer
{
    /// <summary>Bytes of one page, at most; more is an error that a smaller page mends. A row of its own that is larger is a dead letter.</summary>
    public const int LargestPage = 64 << 20;

    private const int FirstRead = 1 << 18;
    private const int LargestRead = 8 << 20;
    private const int RowDepth = 2;

    private readonly PageBuffer buffer = new(FirstRead);
    private readonly List<(int Start, int Length)> rows = [];
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = 256 });
    private int taken;
    private string member = "";
    private bool hasList;

    private readonly int mostRows;

    private RecordsAnswer(int mostRows) => this.mostRows = mostRows;

    /// <summary>The rows have their keys and times only: as a whole they are too large to be held.</summary>
    public bool IsCut { get; init; }

    public int Count => rows.Count;

    public int Bytes => buffer.Length;

    /// <summary>Rows that fit the filter, on all pages; null in API v3.</summary>
    public long? Total { get; private set; }

    /// <summary>The page size that the server settled for; null in API v3.</summary>
    public int? PageSize { get; private set; }

    /// <summary>The address of a next page is given; API v3.</summary>
    public bool HasNext { get; private set; }

    public ReadOnlyMemory<byte> this[int row] => buffer.Slice(rows[row].Start, rows[row].Length);

    /// <param name="mostRows">More is no answer of NocoDB's: a flood of empty rows would take many times the memory of the body.</param>
    /// <param name="isCut">See <see cref="IsCut"/>.</param>
    /// <exception cref="JsonException">The body is no list of records, was cut, or has too many of them.</exception>
    public static async Task<RecordsAnswer> ReadAsync(Stream body, int mostRows, bool isCut, CancellationToken stop)
    {
        var answer = new RecordsAnswer(mostRows) { IsCut = isCut };
        int enough = 0;
        while (true)
        {
            int read = await body.ReadAsync(answer.buffer.GetMemory(FirstRead), stop);
            answer.buffer.Advance(read);

            // A long row is looked at again when there is twice as much of it, not with every piece that arrives.
            if (read == 0 || answer.buffer.Length - answer.taken >= enough)
            {
                answer.Take(isFinal: read == 0);
                enough = Math.Clamp((answer.buffer.Length - answer.taken) * 2, 0, answer.buffer.Length - answer.taken + LargestRead);
            }

            if (read == 0)
            {
                return answer;
            }
        }
    }

    /// <inheritdoc cref="ReadAsync(Stream, int, bool, CancellationToken)"/>
    public static Task<RecordsAnswer> ReadAsync(Stream body, CancellationToken stop) => ReadAsync(body, NocoDbSession.LargestPage, isCut: false, stop);

    // Reads on from the last complete row or member; one that is not complete is read again when more is there.
    private void Take(bool isFinal)
    {
        var reader = new Utf8JsonReader(buffer.From(taken), isFinal, state);
        int start = taken;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                member = reader.GetString()!;
            }
            else if (reader.CurrentDepth == RowDepth)
            {
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    throw new JsonException("A row is no object.");
                }

                int row = start + (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                {
                    return;
                }

                rows.Add((row, start + (int)reader.BytesConsumed - row));
                if (rows.Count > mostRows)
                {
                    throw new JsonException("There are more rows than were asked for.");
                }
            }
            else if (reader.TokenType == JsonTokenType.StartArray && reader.CurrentDepth == 1 && member is "list" or "records")
            {
                hasList = true;
            }
            else if (reader.TokenType is (JsonTokenType.StartObject or JsonTokenType.StartArray) && reader.CurrentDepth == 1)
            {
                int from = start + (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                {
                    return;
                }

                ReadPageInfo(buffer.Slice(from, start + (int)reader.BytesConsumed - from));
            }
            else if (member == "next" && reader.TokenType == JsonTokenType.String)
            {
                HasNext = true;
            }

            state = reader.CurrentState;
            taken = start + (int)reader.BytesConsumed;
        }

        state = reader.CurrentState;
        taken = start + (int)reader.BytesConsumed;
        if (isFinal && !(hasList && reader.CurrentDepth == 0))
        {
            throw new JsonException("The answer ends too early, or is no list of rows.");
        }
    }

    private void ReadPageInfo(ReadOnlyMemory<byte> json)
    {
        if (member != "pageInfo")
        {
            return;
        }

        using var info = JsonDocument.Parse(json);
        Total = Number(info.RootElement, "totalRows");
        PageSize = (int?)Number(info.RootElement, "pageSize");
        HasNext = info.RootElement.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String;
    }

    // Drivers of databases give counts as text at times.
    private static long? Number(JsonElement info, string name) => info.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
        ? long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new JsonException($"{name} is no number.")
        : null;
}
