using System.Text;
using Colloquy.Model;
using Colloquy.Sources.Rows;

namespace Colloquy.Tests.Sources.Rows;

public sealed class RowReaderTests
{
    private static readonly RowReader Reader = new(TimeZoneInfo.Utc);

    [Fact]
    public void Null_empty_and_zero_are_three_things()
    {
        var row = Message("""{"id":"m","conversation_id":"c","query":null,"answer":"","message_tokens":0,"answer_tokens":null,"total_price":0,"created_at":"2025-04-01"}""");
        Assert.Null(row.Query);
        Assert.Equal("", row.Answer);
        Assert.Equal(0, row.MessageTokens);
        Assert.Null(row.AnswerTokens);
        Assert.Equal(0m, row.TotalPrice);
        Assert.Null(row.Error);
    }

    [Fact]
    public void Numbers_and_flags_may_be_texts_and_texts_numbers()
    {
        var row = Message("""{"id":7,"conversation_id":"c","message_tokens":"12.0","answer_tokens":3.0,"provider_response_latency":"0.5","agent_based":"T","total_price":0E-7,"created_at":1743508800,"updated_at":"1743508800500"}""");
        Assert.Equal(("7", 12L, 3L, 0.5, true, 0m), (row.Id, row.MessageTokens, row.AnswerTokens, row.Latency, row.AgentBased, row.TotalPrice));
        Assert.Equal(new DateTimeOffset(2025, 4, 1, 12, 0, 0, TimeSpan.Zero), row.CreatedAt);
        Assert.Equal(row.CreatedAt.AddMilliseconds(500), row.UpdatedAt);
    }

    [Theory]
    [InlineData("created_at", "\"0001-01-01 00:00:00\"")]
    [InlineData("created_at", "\"1969-12-31 23:59:59.9999999\"")]
    [InlineData("created_at", "\"2200-01-01 00:00:00\"")]
    [InlineData("created_at", "\"9999-12-31 10:00:00\"")]
    [InlineData("created_at", "7258118400")]
    [InlineData("updated_at", "\"9999-12-31 10:00:00\"")]
    [InlineData("message_tokens", "9223372036854775807")]
    [InlineData("answer_tokens", "2147483648")]
    [InlineData("answer_tokens", "-2147483648")]
    [InlineData("total_price", "\"9999999999999999999999999999\"")]
    [InlineData("total_price", "100000000000")]
    [InlineData("total_price", "-100000000000")]
    [InlineData("total_price", "99999999999.99999999")]
    [InlineData("message_unit_price", "1e27")]
    [InlineData("answer_price_unit", "1e11")]
    [InlineData("provider_response_latency", "1e300")]
    [InlineData("provider_response_latency", "-1000000001")]
    public void A_value_that_no_sum_or_calendar_holds_makes_a_dead_letter_that_names_the_column(string column, string value)
    {
        var created = column == "created_at" ? "" : ",\"created_at\":\"2025-04-01\"";
        var raw = Encoding.UTF8.GetBytes($$"""{"id":"m","conversation_id":"c","query":"","answer":"","{{column}}":{{value}}{{created}}}""");
        var dead = Reader.Read(SourceTable.Messages, raw, "here").Dead!;
        Assert.Equal(DeadReason.OutOfRange, dead.Reason);
        Assert.StartsWith($"column {column}: not ", dead.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_values_within_the_bounds_are_taken_as_they_are()
    {
        var row = Message("""
            {"id":"m","conversation_id":"c","query":"","answer":"","created_at":"1970-01-01","updated_at":"2199-12-31 23:59:59.9999999","message_tokens":2147483647,"answer_tokens":-2147483647,
            "total_price":"99999999999.9999999","currency":"USD","provider_response_latency":1e9}
            """.ReplaceLineEndings(""));
        Assert.Equal((2147483647L, -2147483647L, 1e9), (row.TokensIn, row.TokensOut, row.Seconds));
        Assert.Equal(new Money("USD", 99999999999.9999999m), row.Cost);
        Assert.Equal(DateTimeOffset.UnixEpoch, row.CreatedAt);
    }

    [Theory]
    [InlineData("0.00000005", "0.0000001", "0")]
    [InlineData("0.000000049", "0", "0")]
    [InlineData("0.00015", "0.00015", "0.0002")]
    [InlineData("1.23000000", "1.23", "1.23")]
    public void Prices_keep_the_places_of_Difys_columns_half_up(string price, string total, string unit)
    {
        var row = Message($$"""{"id":"m","conversation_id":"c","total_price":"{{price}}","message_unit_price":"{{price}}","created_at":"2025-04-01"}""");
        Assert.Equal(total, row.TotalPrice!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(unit, row.MessageUnitPrice!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"null\"", null)]
    [InlineData("\"{\\\"a\\\": 1}\"", "{\"a\":1}")]
    [InlineData("\"{\\\"a\\\": \\\"\\\\u00e9\\\\\\\"\\\"}\"", "{\"a\":\"é\\\"\"}")]
    [InlineData("{\"a\":\"\\u00e9\\\"\"}", "{\"a\":\"é\\\"\"}")]
    [InlineData("\"{ no json\"", "{ no json")]
    [InlineData("{ \"a\" : 1 }", "{\"a\":1}")]
    [InlineData("[ 1 ]", "[1]")]
    [InlineData("\"free text\"", "free text")]
    [InlineData("{\"a\":\"\\ud83d\"}", "{\"a\":\"\ufffd\"}")]
    public void JSON_may_be_text_or_object(string value, string? expected)
    {
        var row = Conversation($$"""{"id":"c","created_at":"2025-04-01","override_model_configs":{{value}},"inputs":{{value}}}""");
        Assert.Equal(expected, row.OverrideModelConfigs);
        Assert.Equal(expected, row.Inputs);
    }

    [Fact]
    public void An_empty_reference_is_null_and_the_nil_parent_is_kept()
    {
        var row = Message($$"""{"id":"m","conversation_id":"c","from_end_user_id":"","parent_message_id":"{{Model.Message.Nil}}","created_at":"2025-04-01"}""");
        Assert.Null(row.Actor);
        Assert.Equal(Model.Message.Nil, row.ParentMessageId);
    }

    [Fact]
    public void Unknown_columns_are_kept_in_ordinal_order_without_nulls_and_without_the_prompt()
    {
        var row = Message("""{"zoo":[1, {"a": "b c"}],"message":[{"role":"user"}],"id":"m","Ärger":"ü","conversation_id":"c","b":null,"Zoo":"\u00fc","a":1.50,"created_at":"2025-04-01"}""");
        Assert.Equal("""{"Zoo":"ü","a":1.50,"zoo":[1,{"a":"b c"}],"Ärger":"ü"}""", row.Extra);
    }

    [Theory]
    [InlineData("""{"Id":5,"id":"c","created_at":"2025-04-01"}""")]
    [InlineData("""{"id":"c","Id":5,"created_at":"2025-04-01"}""")]
    [InlineData("""{"\u0069d":"c","ID":6,"Id":5,"CREATED_AT":"2025-04-01"}""")]
    public void An_exact_name_takes_precedence_over_one_in_another_case(string json)
    {
        var row = Conversation(json);
        Assert.Equal("c", row.Id);
        Assert.Contains("\"Id\":5", row.Extra, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_of_two_equal_keys_counts() =>
        Assert.Equal("b", Conversation("""{"id":"a","x":1,"id":"b","x":2,"created_at":"2025-04-01"}""") is { Extra: "{\"x\":2}" } row ? row.Id : null);

    [Fact]
    public void Rows_of_different_shapes_after_each_other_do_not_mix()
    {
        Assert.Equal("one", Conversation("""{"id":"a","name":"one","created_at":"2025-04-01"}""").Name);
        Assert.Null(Conversation("""{"created_at":"2025-04-01","id":"b"}""").Name);
        Assert.Equal("three", Conversation("""{"x":0,"id":"c","created_at":"2025-04-01","name":"three"}""").Name);
    }

    [Fact]
    public void Local_times_are_read_in_the_zone_of_the_source()
    {
        var reader = new RowReader(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        var row = reader.Read(SourceTable.Conversations, """{"id":"c","created_at":"2025-04-01 08:00:00"}"""u8.ToArray(), "").Conversation!;
        Assert.Equal(new DateTimeOffset(2025, 4, 1, 0, 0, 0, TimeSpan.Zero), row.CreatedAt);
    }

    [Fact]
    public void A_bad_row_is_a_dead_letter_that_names_column_and_row_and_keeps_the_bytes()
    {
        byte[] raw = [.. """{"id":"m","conversation_id":"c","total_price":"hush","created_at":"2025-04-01"}"""u8];
        var dead = Reader.Read(SourceTable.Messages, raw, "messages.jsonl line 3").Dead!;
        Assert.Equal(("", SourceTable.Messages, "m", DeadReason.WrongType, "messages.jsonl line 3"), (dead.Key, dead.Table, dead.RowId, dead.Reason, dead.Origin));
        Assert.Equal("column total_price: not a number of at most 28 digits", dead.Detail);
        Assert.Equal(raw, dead.Raw.ToArray());
    }

    [Fact]
    public void Feedback_and_apps_are_read_too()
    {
        var vote = Reader.Read(SourceTable.Feedbacks, """{"id":"f","app_id":"a","conversation_id":"c","message_id":"m","rating":"like","content":null}"""u8.ToArray(), "").Feedback!;
        Assert.Equal(("f", "c", "m", "like", null), (vote.Id, vote.ConversationId, vote.MessageId, vote.Rating, vote.Content));
        Assert.Equal(new App("a", "One", null), Reader.Read(SourceTable.Apps, """{"id":"a","name":"One"}"""u8.ToArray(), "").App);
    }

    private static Message Message(string json) => Reader.Read(SourceTable.Messages, Encoding.UTF8.GetBytes(json), "").Message!;

    private static Conversation Conversation(string json) => Reader.Read(SourceTable.Conversations, Encoding.UTF8.GetBytes(json), "").Conversation!;
}
