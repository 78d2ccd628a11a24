using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Colloquy.Model;

namespace Colloquy.TestKit.Sources;

/// <summary>
/// Every kind of bad file that is thought of, with its promised outcome. Around the bad part lie two good conversations and three good messages.
/// Texts say "hush": no error, warning or detail may repeat it.
/// </summary>
public static class GarbageCorpus
{
    public const string Secret = "hush";

    private const string Malformed = DeadReason.Malformed;
    private const string WrongType = DeadReason.WrongType;
    private const string Missing = DeadReason.MissingValue;
    private const string InvalidUtf8 = DeadReason.InvalidUtf8;
    private const string Truncated = DeadReason.Truncated;
    private const string TooLarge = DeadReason.TooLarge;

    public static ImmutableArray<string> GoodConversations { get; } =
    [
        """{"id":"c1","app_id":"a1","mode":"chat","name":"hush one","inputs":"{}","from_end_user_id":"u1","created_at":"2025-04-01 12:00:00+00:00","is_deleted":"false"}""",
        """{"id":"c2","app_id":"a1","mode":"chat","name":"hush two","inputs":null,"from_end_user_id":"u2","created_at":"2025-04-02 12:00:00+00:00","is_deleted":"false"}""",
    ];

    public static ImmutableArray<string> GoodMessages { get; } =
    [
        """{"id":"m1","conversation_id":"c1","query":"hush 1","message":"[]","answer":"hush","total_price":"0E-7","currency":"USD","created_at":"2025-04-01 12:00:00+00:00"}""",
        """{"id":"m2","conversation_id":"c1","query":"hush, 2","message":"[]","answer":"","total_price":null,"currency":null,"created_at":"2025-04-01 12:01:00+00:00"}""",
        """{"id":"m3","conversation_id":"c2","query":"hush 3","message":"[]","answer":"hush","total_price":"0.5","currency":"USD","created_at":"2025-04-02 12:00:00+00:00"}""",
    ];

    public static ImmutableArray<GarbageCase> All { get; } =
    [
        // Lines that are no rows.
        Line("line of prose", "this is hush and no JSON", Malformed),
        Line("half a row", """{"id":"x","conversation_id":"c1","query":"hu""", Malformed),
        Line("trailing comma in a row", """{"id":"x","conversation_id":"c1","query":"hush","answer":"","created_at":"2025-04-01",}""", Malformed),
        Line("single quotes", "{'id':'x','conversation_id':'c1'}", Malformed),
        Line("comment", "// hush", Malformed),
        Line("text after the row", Row() + " hush", Malformed),
        Line("two rows on one line", Row() + Row(), Malformed),
        Line("row that is an array", "[1, 2]", Malformed),
        Line("row that is a number", "17", Malformed),
        Line("row that is a text", "\"hush\"", Malformed),
        Line("row that is null", "null", Malformed),
        Line("tab within a text", Row("\"query\":\"hush\thush\""), Malformed),
        Line("NUL byte within a text", Row("\"query\":\"hush\0hush\""), Malformed),
        Line("unknown escape", Row("""query":"hush\q" """), Malformed),
        Line("nested deeper than the limit", Row($"\"inputs\":{new string('[', 100)}{new string(']', 100)}"), Malformed),
        Line("prompt nested deeper than the limit", Row($"\"message\":{new string('[', 100)}{new string(']', 100)}"), Malformed),
        Line("empty object", "{}", Missing),

        // Bytes that are no text.
        Bytes("byte that is no UTF-8", [.. "{\"id\":\"x\",\"conversation_id\":\"c1\",\"query\":\""u8, 0xFF, .. "\",\"answer\":\"\",\"created_at\":\"2025-04-01\"}"u8], InvalidUtf8),
        Bytes("UTF-8 cut within a character", [.. "{\"id\":\"x\",\"query\":\""u8, 0xE4, 0xBD, .. "\"}"u8], InvalidUtf8),
        Bytes("surrogate in UTF-8", [.. "{\"id\":\"x\",\"query\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8], InvalidUtf8),
        Bytes("Latin-1", [.. Encoding.Latin1.GetBytes(Row("\"query\":\"Zürich\""))], InvalidUtf8),

        // Values that are missing.
        Line("id null", Row("\"id\":null"), Missing),
        Line("id empty", Row("\"id\":\"\""), Missing),
        Line("id absent", """{"conversation_id":"c1","query":"hush","answer":"hush","created_at":"2025-04-01"}""", Missing),
        Line("conversation id null", Row("\"conversation_id\":null"), Missing),
        Line("conversation id empty", Row("\"conversation_id\":\"\""), Missing),
        Line("time null", Row("\"created_at\":null"), Missing),
        Line("time empty", Row("\"created_at\":\"\""), Missing),

        // Values of the wrong type.
        Line("time in words", Row("\"created_at\":\"hush\""), WrongType),
        Line("day that does not exist", Row("\"created_at\":\"2025-02-30 12:00:00\""), WrongType),
        Line("hour that does not exist", Row("\"created_at\":\"2025-02-03 25:00:00\""), WrongType),
        Line("day before month", Row("\"created_at\":\"03/02/2025 12:00\""), WrongType),
        Line("day without dashes", Row("\"created_at\":20250203"), WrongType),
        Line("time true", Row("\"created_at\":true"), WrongType),
        Line("time after the last", Row("\"created_at\":\"9999-12-31 23:59:59-12:00\""), WrongType),
        Line("update time in words", Row("\"updated_at\":\"hush\""), WrongType),
        Line("price in words", Row("\"total_price\":\"hush\""), WrongType),
        Line("price with a decimal comma", Row("\"total_price\":\"0,01\""), WrongType),
        Line("price of 29 digits", Row("\"total_price\":\"0.12345678901234567890123456789\""), WrongType),
        Line("price without bounds", Row("\"total_price\":1e400"), WrongType),
        Line("price not a number", Row("\"total_price\":\"NaN\""), WrongType),
        Line("price an object", Row("\"total_price\":{}"), WrongType),
        Line("tokens with a fraction", Row("\"message_tokens\":1.5"), WrongType),
        Line("tokens beyond 64 bits", Row("\"message_tokens\":1e30"), WrongType),
        Line("tokens false", Row("\"message_tokens\":false"), WrongType),
        Line("latency in words", Row("\"provider_response_latency\":\"hush\""), WrongType),
        Line("latency infinite", Row("\"provider_response_latency\":\"Infinity\""), WrongType),
        Line("flag in words", Row("\"agent_based\":\"hush\""), WrongType),
        Line("query an object", Row("\"query\":{\"hush\":1}"), WrongType),
        Line("answer true", Row("\"answer\":true"), WrongType),
        Line("id an array", Row("\"id\":[\"x\"]"), WrongType),
        Line("inputs a number", Row("\"inputs\":7"), WrongType),

        // Rows that are odd and good.
        Accepted("lone surrogate", Row("\"query\":\"hush \\ud83d\"")),
        Accepted("escaped NUL", Row("\"query\":\"hush \\u0000\"")),
        Accepted("key given twice", Row("\"id\":\"y\",\"id\":\"x\"")),
        Accepted("query and answer absent", """{"id":"x","conversation_id":"c1","created_at":"2025-04-01"}"""),
        Accepted("column names in capitals", """{"ID":"x","Conversation_Id":"c1","Query":"hush","ANSWER":"hush","Created_At":"2025-04-01"}"""),
        Accepted("white space around the row", "  " + Row() + " \t"),
        Accepted("numbers as texts and texts as numbers", Row("\"id\":7,\"message_tokens\":\"12.0\",\"total_price\":\"1E-3\",\"created_at\":1743508800")),
        new("message without its conversation", () => Folder(messages: Lines([.. GoodMessages, Row("\"conversation_id\":\"nowhere\"")])))
        {
            Orphans = 1,
            Messages = 4,
        },

        // Lines, seen as a file.
        Same("blank lines", () => Folder(messages: RowFormat.Utf8("\n\n" + string.Join("\n \n", GoodMessages) + "\n\n"))),
        Same("line breaks of Windows", () => Folder(messages: RowFormat.Utf8(string.Join("\r\n", GoodMessages) + "\r\n"))),
        Same("byte order mark", () => Folder(messages: [0xEF, 0xBB, 0xBF, .. Lines(GoodMessages)])),
        Same("UTF-16, little end first", () => Folder(messages: Encode(Encoding.Unicode))),
        Same("UTF-16, big end first", () => Folder(messages: Encode(Encoding.BigEndianUnicode))),
        Same("no line break at the end", () => Folder(messages: Lines(GoodMessages)[..^1])),
        Same("other files and folders", () =>
            [.. Folder(), new("labels.jsonl", "hush"u8.ToArray()), new("README.md", "hush"u8.ToArray()), new("old/messages.jsonl", "hush"u8.ToArray()), new("messages.txt", "hush"u8.ToArray())]),
        Same("upper case in names", () => [new("Conversations.JSONL", Lines(GoodConversations)), new("MESSAGES-1.Jsonl", Lines(GoodMessages))]),
        Same("rows over many files", () => [.. Folder(messages: Lines(GoodMessages[..1])), new("messages-2.ndjson", Lines(GoodMessages[1..2])), new("messages_3.json", RowFormat.Array(GoodMessages[2..]))]),
        new("file of no bytes", () => Folder(messages: [])) { Messages = 0 },
        new("file of white space", () => Folder(messages: " \n\t\n"u8.ToArray())) { Messages = 0 },
        new("packed file of no bytes", () => Folder(name: "messages.jsonl.gz", messages: [])) { Messages = 0 },
        new("last line cut", () => Folder(messages: Lines(GoodMessages)[..^40])) { Dead = [Truncated], Messages = 2, Warns = true },
        new("line larger than the limit", () => Folder(name: "messages.jsonl.gz", messages: RowFormat.Gzip([.. Lines(GoodMessages[..1]), .. Huge(), (byte)'\n', .. Lines(GoodMessages[1..])])))
        {
            Dead = [TooLarge],
        },

        // Columns that are missing.
        Refused("no created_at", ["messages.jsonl", "created_at"], () => Folder(messages: Lines(["""{"id":"x","conversation_id":"c1","query":"hush","answer":"hush"}"""]))),
        Refused("no answer and no query", ["messages.jsonl", "query, answer"], () => Folder(messages: Lines(["""{"id":"x","conversation_id":"c1","created_at":"2025-04-01"}"""]))),
        Refused("no id of conversations", ["conversations.jsonl", "no column id"], () => Folder(conversations: Lines(["""{"name":"hush","created_at":"2025-04-01"}"""]))),
        Refused("no column in the first thousand rows", ["messages.jsonl", "answer"], () => Folder(messages: Lines(
            [.. Enumerable.Repeat("""{"id":"x","conversation_id":"c1","query":"hush","created_at":"2025-04-01"}""", 1_000), .. GoodMessages]))),
        Refused("no column in a CSV header", ["messages.csv", "conversation_id"], () => Folder(name: "messages.csv", messages: "id,query,answer,created_at\nx,hush,hush,2025-04-01\n"u8.ToArray())),
        Refused("no column in a JSON array", ["messages.json", "created_at"], () => Folder(name: "messages.json", messages: RowFormat.Array(["""{"id":"x","conversation_id":"c1","query":"hush","answer":"hush"}"""]))),
        Refused("CSV header without rows and without a column", ["messages.csv", "answer"], () => Folder(name: "messages.csv", messages: "id,conversation_id,query,created_at\n"u8.ToArray())),

        // Files that are not what they say.
        Refused("zip archive", ["messages.jsonl", "zip"], () => Folder(messages: [.. "PK\x3\x4"u8, .. "hush"u8])),
        Refused("Parquet file", ["messages.jsonl", "Parquet"], () => Folder(messages: "PAR1hush"u8.ToArray())),
        Refused("bzip2", ["messages.jsonl.gz", "bzip2"], () => Folder(name: "messages.jsonl.gz", messages: "BZh91AYhush"u8.ToArray())),
        Refused("no file of a known name", ["no conversations", "conversations*"], () => [new("chats.jsonl", Lines(GoodConversations))]),
        Refused("empty folder", ["no conversations"], () => []),
        Same("packed by name only", () => Folder(name: "messages.jsonl.gz", messages: Lines(GoodMessages))),
        Same("packed but not by name", () => Folder(messages: RowFormat.Gzip(Lines(GoodMessages)))),
        Same("zstd named gz", () => Folder(name: "messages.jsonl.gz", messages: RowFormat.Zstd(Lines(GoodMessages)))),
        Same("lines in a file named json", () => Folder(name: "messages.json", messages: Lines(GoodMessages))),
        Same("array in a file named jsonl", () => Folder(messages: RowFormat.IndentedArray(GoodMessages))),
        Same("CSV in a file named jsonl", () => Folder(messages: RowFormat.Csv(GoodMessages))),
        Same("lines in a file named csv", () => Folder(name: "messages.csv", messages: Lines(GoodMessages))),
        new("prose in a file named gz", () => Folder(name: "messages.jsonl.gz", messages: "hush is no gzip\n"u8.ToArray())) { Dead = [Malformed], Messages = 0 },

        // Packed files that are damaged.
        Same("gzip members one after the other", () => Folder(name: "messages.jsonl.gz", messages: [.. GoodMessages.SelectMany(row => RowFormat.Gzip(Lines([row])))])),
        Same("bytes after the last gzip member", () => Folder(name: "messages.jsonl.gz", messages: [.. RowFormat.Gzip(Lines(GoodMessages)), .. "hush"u8])),
        Same("zstd frames one after the other", () => Folder(name: "messages.jsonl.zst", messages: [.. GoodMessages.SelectMany(row => RowFormat.Zstd(Lines([row])))])),
        Same("bytes after the last zstd frame", () => Folder(name: "messages.jsonl.zst", messages: [.. RowFormat.Zstd(Lines(GoodMessages)), .. "hush hush"u8])),
        new("gzip cut within a row", () => Folder(name: "messages.jsonl.gz", messages: Stored(GoodMessages)[..^60])) { Dead = [Truncated], Messages = 2, Warns = true },
        new("gzip cut between rows", () => Folder(name: "messages.jsonl.gz", messages: Stored(GoodMessages)[..(StoredHeader + Lines(GoodMessages[..2]).Length)])) { Messages = 2, Warns = true },
        new("gzip cut within its header", () => Folder(name: "messages.jsonl.gz", messages: Stored(GoodMessages)[..5])) { Messages = 0, Warns = true },
        new("gzip without its checksum", () => Folder(name: "messages.jsonl.gz", messages: RowFormat.Gzip(Lines(GoodMessages))[..^8])) { Warns = true },
        new("gzip with a wrong checksum", () => Folder(name: "messages.jsonl.gz", messages: Flip(RowFormat.Gzip(Lines(GoodMessages)), ^6))) { Warns = true },
        new("second gzip member cut", () => Folder(name: "messages.jsonl.gz", messages: [.. RowFormat.Gzip(Lines(GoodMessages[..2])), .. Stored(GoodMessages[2..])[..^60]]))
        {
            Dead = [Truncated],
            Messages = 2,
            Warns = true,
        },
        new("second zstd frame cut", () => Folder(name: "messages.jsonl.zst", messages: [.. RowFormat.Zstd(Lines(GoodMessages[..2])), .. RowFormat.Zstd(Lines(GoodMessages[2..]))[..^9]]))
        {
            Messages = 2,
            Warns = true,
        },
        new("zstd damaged", () => Folder(name: "messages.jsonl.zst", messages: [.. RowFormat.Zstd(Lines(GoodMessages[..2])), .. RowFormat.Zstd(Lines(GoodMessages[2..]))[..4], .. Enumerable.Repeat((byte)0xFF, 40)]))
        {
            Messages = 2,
            Warns = true,
        },
        new("packed CSV cut", () => Folder(name: "messages.csv.gz", messages: StoredBytes(RowFormat.Csv(GoodMessages))[..^14])) { Dead = [Truncated], Messages = 2, Warns = true },
        new("packed array cut", () => Folder(name: "messages.json.gz", messages: StoredBytes(RowFormat.Array(GoodMessages))[..^60])) { Dead = [Truncated], Messages = 2, Warns = true },

        // JSON arrays.
        Same("array on one line", () => Json(RowFormat.Array(GoodMessages))),
        Same("array over many lines", () => Json(RowFormat.IndentedArray(GoodMessages))),
        Same("comma after the last element", () => Json(RowFormat.Utf8("[" + string.Join(",", GoodMessages) + ",]"))),
        Same("answer of NocoDB", () => Json(RowFormat.List(GoodMessages))),
        Same("two arrays", () => Json([.. RowFormat.Array(GoodMessages[..1]), (byte)'\n', .. RowFormat.Array(GoodMessages[1..])])),
        Same("objects over many lines without an array", () => Json(RowFormat.Utf8(Encoding.UTF8.GetString(RowFormat.IndentedArray(GoodMessages)).Trim('[', ']').Replace("},", "}", StringComparison.Ordinal)))),
        new("empty array", () => Json("[]"u8.ToArray())) { Messages = 0 },
        new("array not closed", () => Json(RowFormat.Array(GoodMessages)[..^1])) { Warns = true },
        new("array cut within an element", () => Json(RowFormat.Array(GoodMessages)[..^60])) { Dead = [Truncated], Messages = 2, Warns = true },
        new("element that is no object", () => Json(RowFormat.Array([GoodMessages[0], "17", "\"hush\"", "null", .. GoodMessages[1..]]))) { Dead = [Malformed, Malformed, Malformed] },
        new("element that is no JSON", () => Json(RowFormat.Array([GoodMessages[0], "{\"id\":}", "{'id':'x'}", .. GoodMessages[1..]]))) { Dead = [Malformed, Malformed] },
        new("element that is not closed", () => Json(RowFormat.Utf8("[\n" + string.Join(",\n", [GoodMessages[0], "{\"id\":\"x\"", .. GoodMessages[1..]]) + "\n]"))) { Dead = [Malformed] },
        new("text that is not closed in an element", () => Json(RowFormat.Utf8("[\n" + string.Join(",\n", [GoodMessages[0], "{\"id\":\"x}", .. GoodMessages[1..]]) + "\n]"))) { Dead = [Malformed] },
        new("prose after an array", () => Json([.. RowFormat.Array(GoodMessages), .. "\nhush hush\n"u8])) { Dead = [Malformed] },
        new("element larger than the limit", () => Folder(name: "messages.json.gz", messages: RowFormat.Gzip(
            [(byte)'[', .. RowFormat.Utf8(GoodMessages[0]), .. ",\n"u8, .. Huge(), .. ",\n"u8, .. RowFormat.Utf8(GoodMessages[1] + ",\n" + GoodMessages[2]), (byte)']'])))
        {
            Dead = [TooLarge],
        },

        // CSV.
        Same("CSV", () => Csv(RowFormat.Csv(GoodMessages))),
        Same("CSV with semicolons", () => Csv(RowFormat.Csv(GoodMessages, ';'))),
        Same("CSV with tabs", () => Csv(RowFormat.Csv(GoodMessages, '\t'))),
        Same("CSV with line breaks of Windows", () => Csv(RowFormat.Csv(GoodMessages, lineBreak: "\r\n"))),
        Same("CSV with line breaks of old Macs", () => Csv(RowFormat.Csv(GoodMessages, lineBreak: "\r"))),
        Same("CSV with a byte order mark", () => Csv([0xEF, 0xBB, 0xBF, .. RowFormat.Csv(GoodMessages)])),
        Same("CSV with NULL", () => Csv(RowFormat.Utf8(Encoding.UTF8.GetString(RowFormat.Csv(GoodMessages)).Replace(",,,", ",NULL,\\N,", StringComparison.Ordinal)))),
        new("CSV of a header only", () => Csv("id,conversation_id,query,answer,created_at\n"u8.ToArray())) { Messages = 0 },
        new("CSV of no bytes", () => Csv([])) { Messages = 0 },
        CsvRow("CSV row with too many fields", "x,c1,hush,hush,2025-04-01,more\n", Malformed),
        CsvRow("CSV row with too few fields", "x,c1\n", Malformed),
        CsvRow("CSV row with a stray quote", "x,c1,hu\"sh,hush,2025-04-01\n", Malformed),
        CsvRow("CSV row with text after a quote", "x,c1,\"hush\" hush,hush,2025-04-01\n", Malformed),
        CsvRow("CSV row with a quote that is not closed", "x,c1,\"hush,hush,2025-04-01\n", Malformed),
        CsvRow("CSV row without an id", ",c1,hush,hush,2025-04-01\n", Missing),
        CsvRow("CSV row with a time in words", "x,c1,hush,hush,hush\n", WrongType),
        new("CSV row that is no UTF-8", () => Csv([.. PlainCsv(GoodMessages[..1]), .. "x,c1,"u8, 0xFF, .. ",hush,2025-04-01\n"u8, .. PlainCsv(GoodMessages[1..], header: false)])) { Dead = [InvalidUtf8] },
        new("CSV field with line breaks", () => Csv([.. PlainCsv(GoodMessages), .. "x,c1,\"hush\n\"\"hush\"\"\r\nhush\",hush,2025-04-01\n"u8])) { Messages = 4 },
        new("CSV record larger than the limit", () => Folder(name: "messages.csv.gz", messages: RowFormat.Gzip(
            [.. PlainCsv(GoodMessages[..1]), .. "x,c1,"u8, .. Huge(), .. ",hush,2025-04-01\n"u8, .. PlainCsv(GoodMessages[1..], header: false)])))
        {
            Dead = [TooLarge],
        },

        // The tables beside them.
        new("feedback without a rating", () => [.. Folder(), new("message_feedbacks.jsonl", Lines(
            ["""{"id":"f1","conversation_id":"c1","message_id":"m1","rating":"like"}""", """{"id":"f2","conversation_id":"c1","message_id":"m1","rating":null}"""]))])
        {
            Dead = [Missing],
        },
        new("app without a name", () => [.. Folder(), new("apps.json", """[{"id":"a1","name":"One"},{"id":"a2","name":null}]"""u8.ToArray())]) { Dead = [Missing] },
        new("conversation without a time", () => Folder(conversations: Lines([.. GoodConversations, """{"id":"c3","name":"hush","created_at":null}"""]))) { Dead = [Missing] },
    ];

    // Stored blocks: a cut file gives back exactly the bytes before the cut. Ten bytes of header, five of the block's.
    private const int StoredHeader = 15;

    private static GarbageCase Line(string name, string line, string reason) => Bytes(name, RowFormat.Utf8(line), reason);

    private static GarbageCase Bytes(string name, byte[] line, string reason) => new(name, () => Folder(messages: Around(line))) { Dead = [reason] };

    private static GarbageCase Accepted(string name, string line) =>
        new(name, () => Folder(messages: Around(RowFormat.Utf8(line)))) { Messages = GoodMessages.Length + 1 };

    private static GarbageCase Same(string name, Func<IEnumerable<KeyValuePair<string, byte[]>>> files) => new(name, files);

    private static GarbageCase Refused(string name, ImmutableArray<string> error, Func<IEnumerable<KeyValuePair<string, byte[]>>> files) =>
        new(name, files) { Error = error };

    private static GarbageCase CsvRow(string name, string row, string reason) =>
        new(name, () => Csv([.. PlainCsv(GoodMessages[..1]), .. RowFormat.Utf8(row), .. PlainCsv(GoodMessages[1..], header: false)])) { Dead = [reason] };

    /// <summary>A row that is good but for the fields given, which replace those before them.</summary>
    private static string Row(string fields = "\"status\":\"normal\"") =>
        "{\"id\":\"x\",\"conversation_id\":\"c1\",\"query\":\"hush\",\"answer\":\"hush\",\"created_at\":\"2025-04-01 12:00:00\"," + fields + "}";

    private static byte[] Around(byte[] line) => [.. Lines(GoodMessages[..2]), .. line, (byte)'\n', .. Lines(GoodMessages[2..])];

    private static byte[] Lines(IEnumerable<string> rows) => RowFormat.Lines(rows);

    private static KeyValuePair<string, byte[]>[] Folder(byte[]? conversations = null, byte[]? messages = null, string name = "messages.jsonl") =>
        [new("conversations.jsonl", conversations ?? Lines(GoodConversations)), new(name, messages ?? Lines(GoodMessages))];

    private static KeyValuePair<string, byte[]>[] Json(byte[] messages) => Folder(name: "messages.json", messages: messages);

    private static KeyValuePair<string, byte[]>[] Csv(byte[] messages) => Folder(name: "messages.csv", messages: messages);

    private static byte[] PlainCsv(IEnumerable<string> rows, bool header = true) => RowFormat.Utf8(
        (header ? "id,conversation_id,query,answer,created_at\n" : "")
        + string.Concat(rows.Select(row => System.Text.Json.Nodes.JsonNode.Parse(row)!).Select(row => $"{row["id"]},{row["conversation_id"]},plain,,{row["created_at"]}\n")));

    private static byte[] Encode(Encoding encoding) => [.. encoding.GetPreamble(), .. encoding.GetBytes(string.Join('\n', GoodMessages))];

    private static byte[] Stored(IEnumerable<string> rows) => StoredBytes(Lines(rows));

    private static byte[] StoredBytes(byte[] content) => RowFormat.Gzip(content, CompressionLevel.NoCompression);

    private static byte[] Flip(byte[] content, Index at)
    {
        content[at] ^= 0xFF;
        return content;
    }

    // A JSON object, and a CSV field, of 65 MB.
    private static byte[] Huge()
    {
        var huge = new byte[65 << 20];
        huge.AsSpan().Fill((byte)'x');
        huge[0] = (byte)'{';
        huge[^1] = (byte)'}';
        return huge;
    }
}
