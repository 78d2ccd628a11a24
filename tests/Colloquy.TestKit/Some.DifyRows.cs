using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Colloquy.TestKit.Sources;

namespace Colloquy.TestKit;

public static partial class Some
{
    /// <summary>
    /// Rows that fit Dify's own schema: UUIDs, times of whole seconds in UTC, no value where the schema wants one, no unknown column; as varied as it allows. A conversation
    /// begins every three hours. The same seed gives the same rows.
    /// </summary>
    public static SourceRows DifyRows(int conversations, int seed)
    {
        var random = new Random(seed);
        var talks = Enumerable.Range(0, conversations).Select(i => DifyConversation(i, random)).ToList();
        var messages = talks.SelectMany((_, i) => Enumerable.Range(0, random.Next(5)).Select(turn => DifyMessage(i, turn, random))).ToList();
        var votes = messages.Where((_, i) => i % 5 == 0).Select((message, i) => DifyFeedback(message, i, random));
        var apps = Enumerable.Range(0, 3).Select(i => new JsonObject { ["id"] = Uuid('a', i), ["name"] = "App " + Number(i), ["mode"] = "chat" });
        return new SourceRows([.. talks.Select(Line)], [.. messages.Select(Line)], [.. votes.Select(Line)], [.. apps.Select(Line)]);
    }

    private static JsonObject DifyConversation(int i, Random random) => new()
    {
        ["id"] = Uuid('c', i),
        ["app_id"] = Uuid('a', random.Next(3)),
        ["mode"] = "chat",
        ["name"] = Said(random),
        ["summary"] = Pick(random),
        ["inputs"] = random.Next(3) == 0 ? null : "{\"channel\": \"web\", \"who\": \"Zo\\u00eb \\\"Z\\\"\", \"n\": [1, 2.5]}",
        ["override_model_configs"] = random.Next(9) == 0 ? "{\"a\": 1}" : null,
        ["introduction"] = Pick(random),
        ["system_instruction_tokens"] = random.Next(100),
        ["status"] = "normal",
        ["from_source"] = "api",
        ["from_end_user_id"] = random.Next(4) == 0 ? null : Uuid('e', random.Next(10)),
        ["dialogue_count"] = random.Next(9),
        ["is_deleted"] = random.Next(9) == 0,
        ["created_at"] = Second(i, 0),
        ["updated_at"] = Second(i, random.Next(60)),
    };

    private static JsonObject DifyMessage(int talk, int turn, Random random) => new()
    {
        ["id"] = Uuid('0', (talk * 10) + turn),
        ["app_id"] = Uuid('a', talk % 3),
        ["conversation_id"] = Uuid('c', talk),
        ["query"] = Said(random),
        ["message"] = "[]",
        ["answer"] = Said(random),
        ["message_tokens"] = random.Next(1_000),
        ["answer_tokens"] = random.Next(1_000),
        ["message_unit_price"] = "0.0008",
        ["answer_unit_price"] = "0.0020",
        ["message_price_unit"] = "0.001",
        ["answer_price_unit"] = "0.001",
        ["total_price"] = random.Next(4) switch { 0 => null, 1 => "0E-7", 2 => "0.0000001", _ => "1.5" },
        ["currency"] = random.Next(2) == 0 ? "USD" : "RMB",
        ["provider_response_latency"] = 0.75,
        ["parent_message_id"] = turn == 0 ? "00000000-0000-0000-0000-000000000000" : Uuid('0', (talk * 10) + turn - 1),
        ["message_metadata"] = "{\"usage\": {\"total_price\": \"0.0000001\"}}",
        ["status"] = "normal",
        ["error"] = Pick(random),
        ["from_source"] = "api",
        ["agent_based"] = random.Next(2) == 0,
        ["created_at"] = Second(talk, turn),
        ["updated_at"] = Second(talk, turn + 1),
    };

    private static JsonObject DifyFeedback(JsonObject message, int i, Random random) => new()
    {
        ["id"] = Uuid('f', i),
        ["app_id"] = message["app_id"]!.GetValue<string>(),
        ["conversation_id"] = message["conversation_id"]!.GetValue<string>(),
        ["message_id"] = message["id"]!.GetValue<string>(),
        ["rating"] = random.Next(2) == 0 ? "like" : "dislike",
        ["content"] = Pick(random),
        ["from_source"] = "user",
        ["created_at"] = Second(i, 30),
        ["updated_at"] = Second(i, 40),
    };

    private static string Said(Random random) => Pick(random) ?? "";

    private static string Uuid(char kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}0000000-0000-4000-8000-{number:d12}");

    private static string Second(int talk, int minutes) =>
        new DateTime(2025, 4, 1).AddHours(3 * talk).AddMinutes(minutes).ToString("yyyy-MM-dd HH:mm:ss+00:00", CultureInfo.InvariantCulture);
}
