using System.Globalization;
using System.Text.Json;
using Colloquy.Sources.Rows;

namespace Colloquy.Sources.NocoDb.Http;

/// <summary>
/// One page of records: the bytes of the body and the position of each row. The body is parsed while it arrives, so the page is complete as
/// soon as its last byte is there.
/// </summary>
internal sealed class RecordsAnswer
{
    /// <summary>
    /// Maximum bytes of one page. If there are more, a smaller page is requested. A single row that is larger becomes a dead letter.
    /// </summary>
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

    /// <summary>Whether the rows hold only keys and times, because whole rows are too large.</summary>
    public bool IsCut { get; init; }

    public int Count => rows.Count;

    public int Bytes => buffer.Length;

    /// <summary>Number of rows that match the filter, on all pages; null in API v3.</summary>
    public long? Total { get; private set; }

    /// <summary>The page size that the server used; null in API v3.</summary>
    public int? PageSize { get; private set; }

    /// <summary>Whether the response has a link to a next page (API v3).</summary>
    public bool HasNext { get; private set; }

    public ReadOnlyMemory<byte> this[int row] => buffer.Slice(rows[row].Start, rows[row].Length);

    /// <param name="mostRows">More rows are an error: a flood of empty rows would take many times the memory of the body.</param>
    /// <param name="isCut">See <see cref="IsCut"/>.</param>
    /// <exception cref="JsonException">The body is not a list of records, is truncated, or has too many records.</exception>
    public static async Task<RecordsAnswer> ReadAsync(Stream body, int mostRows, bool isCut, CancellationToken cancellationToken)
    {
        var answer = new RecordsAnswer(mostRows) { IsCut = isCut };
        int enough = 0;
        while (true)
        {
            int read = await body.ReadAsync(answer.buffer.GetMemory(FirstRead), cancellationToken);
            answer.buffer.Advance(read);

            // A long row is parsed again only when its size has doubled, not with every piece that arrives.
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
    public static Task<RecordsAnswer> ReadAsync(Stream body, CancellationToken cancellationToken) =>
        ReadAsync(body, NocoDbSession.LargestPage, isCut: false, cancellationToken);

    // Continues after the last complete row or member. An incomplete one is parsed again when more has arrived.
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
                    throw new JsonException("A row is not an object.");
                }

                int row = start + (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                {
                    return;
                }

                rows.Add((row, start + (int)reader.BytesConsumed - row));
                if (rows.Count > mostRows)
                {
                    throw new JsonException("There are more rows than requested.");
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
            throw new JsonException("The response is truncated or not a list of rows.");
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

    // Some database drivers return counts as text.
    private static long? Number(JsonElement info, string name) =>
        info.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
        ? long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new JsonException($"{name} is not a number.")
        : null;
}
