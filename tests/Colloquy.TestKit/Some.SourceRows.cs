using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Colloquy.TestKit.Sources;

namespace Colloquy.TestKit;

public static partial class Some
{
    private static readonly string?[] Texts =
        [null, "", " ", "plain", "two\nlines", "with \"quotes\"; and, separators\t", "你好，世界", "👩‍👩‍👧 emoji", "back\\slash", "null", "\u0001 control", "ขอบคุณ"];

    /// <summary>Rows with everything a value may be: null, empty, texts of many scripts, prices in exponents. The same seed gives the same rows.</summary>
    public static SourceRows SourceRows(int conversations, int seed)
    {
        var random = new Random(seed);
        var talks = Enumerable.Range(0, conversations).Select(i => ConversationLine(i, random)).ToList();
        var messages = talks.SelectMany((_, i) => Enumerable.Range(0, random.Next(5)).Select(turn => MessageLine(i, turn, random))).ToList();
        return new SourceRows(
            [.. talks.Select(Line)],
            [.. messages.Select(Line)],
            [.. messages.Where((_, i) => i % 5 == 0).Select((message, i) => FeedbackLine(message, i, random)).Select(Line)],
            [.. Enumerable.Range(0, 3).Select(i => Line(new JsonObject { ["id"] = Name("app", i), ["name"] = "App " + Number(i), ["mode"] = i == 0 ? null : "chat" }))]);
    }

    private static string Line(JsonObject row) => row.ToJsonString();

    private static JsonObject ConversationLine(int i, Random random) => new()
    {
        ["app_id"] = Name("app", random.Next(3)),
        ["id"] = Name("talk", i),
        ["mode"] = "chat",
        ["name"] = Pick(random),
        ["inputs"] = random.Next(3) == 0 ? null : "{\"channel\": \"web\", \"who\": \"Zoë\"}",
        ["introduction"] = Pick(random),
        ["system_instruction_tokens"] = random.Next(3) == 0 ? null : Number(random.Next(100)),
        ["override_model_configs"] = random.Next(9) == 0 ? "{\"a\": 1}" : null,
        ["from_end_user_id"] = random.Next(4) == 0 ? null : Name("user", random.Next(10)),
        ["created_at"] = Time(i, random),
        ["updated_at"] = random.Next(3) == 0 ? null : Time(i + 5, random),
        ["is_deleted"] = random.Next(9) == 0 ? "true" : "false",
        ["zz_unknown"] = Pick(random),
        ["aa_unknown"] = Pick(random),
    };

    private static JsonObject MessageLine(int talk, int turn, Random random) => new()
    {
        ["query"] = Pick(random),
        ["id"] = Name("turn", (talk * 10) + turn),
        ["conversation_id"] = Name("talk", talk),
        ["message"] = "[{\"role\": \"user\", \"text\": \"a prompt\"}]",
        ["answer"] = Pick(random),
        ["message_tokens"] = random.Next(5) == 0 ? null : Number(random.Next(1_000)),
        ["answer_tokens"] = Number(random.Next(1_000)) + (random.Next(2) == 0 ? ".0" : ""),
        ["message_unit_price"] = "0.0008",
        ["total_price"] = random.Next(4) switch { 0 => null, 1 => "0E-7", 2 => "0.00012345", _ => "1.5" },
        ["currency"] = random.Next(2) == 0 ? "USD" : "RMB",
        ["provider_response_latency"] = "0.75",
        ["parent_message_id"] = turn == 0 ? "00000000-0000-0000-0000-000000000000" : Name("turn", (talk * 10) + turn - 1),
        ["message_metadata"] = "{\"usage\": {}}",
        ["status"] = "normal",
        ["agent_based"] = random.Next(2) == 0 ? "t" : null,
        ["created_at"] = Time(talk + turn, random),
        ["app_mode"] = Pick(random),
    };

    private static JsonObject FeedbackLine(JsonObject message, int i, Random random) => new()
    {
        ["id"] = Name("vote", i),
        ["conversation_id"] = message["conversation_id"]!.GetValue<string>(),
        ["message_id"] = message["id"]!.GetValue<string>(),
        ["rating"] = random.Next(2) == 0 ? "like" : "dislike",
        ["content"] = Pick(random),
        ["created_at"] = Time(i, random),
    };

    private static string? Pick(Random random) => Texts[random.Next(Texts.Length)];

    private static string Name(string kind, int i) => kind + "-" + Number(i);

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static string Time(int minutes, Random random)
    {
        var time = new DateTime(2025, 4, 1).AddMinutes(minutes);
        return random.Next(3) switch
        {
            0 => time.ToString("yyyy-MM-dd HH:mm:ss+00:00", CultureInfo.InvariantCulture),
            1 => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            _ => time.AddHours(8).ToString("yyyy-MM-dd HH:mm:ss+08", CultureInfo.InvariantCulture),
        };
    }
}
