using System.Text;
using System.Text.Json;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Model;
using Colloquy.Sources.Rows;
using CsCheck;

namespace Colloquy.Tests.Categorisers.PersonalData;

/// <summary>JSON stays JSON, in the one form that the project keeps it in.</summary>
public sealed class JsonRedactionTests
{
    private static readonly PersonalDataRedactor _mask = new(RedactionMode.Mask), _hash = new(RedactionMode.Hash, new Secret("a key of the tests")), _remove = new(RedactionMode.Remove);

    [Theory]
    [InlineData("""{"channel":"web","phone":13800138000}""", """{"channel":"web","phone":"[phone]"}""")]
    [InlineData("""{"channel":"web","note":"line1\nalice@example.org"}""", """{"channel":"web","note":"line1\n[email]"}""")]
    [InlineData("""{"a":"bob\u0040example.com"}""", """{"a":"[email]"}""")]
    [InlineData("""{"password":"hunter two 2","max_tokens":4096}""", """{"password":"[secret]","max_tokens":4096}""")]
    [InlineData("""{"password":123456}""", """{"password":"[secret]"}""")]
    [InlineData("""{"api_key":"abcd1234efgh5678"}""", """{"api_key":"[secret]"}""")]
    [InlineData("""{"phone":{"home":"5552671999"},"mobiles":["5552671998"]}""", """{"phone":{"home":"[phone]"},"mobiles":["[phone]"]}""")]
    [InlineData("""{"order_id":5552671999,"created_at":1755302400128}""", """{"order_id":5552671999,"created_at":1755302400128}""")]
    [InlineData("""{"a@example.com":1,"b@example.com":2,"c":{"d@example.com":[3]}}""", """{"[email]":1,"[email] 2":2,"c":{"[email]":[3]}}""")]
    [InlineData("""{"raw":"{\"mail\":\"a\\u0040example.com\",\"n\":1}"}""", """{"raw":"{\"mail\":\"[email]\",\"n\":1}"}""")]
    [InlineData("""["4111111111111111",4111111111111111,true,null,1.5]""", """["[card]","[card]",true,null,1.5]""")]
    [InlineData("""{"lat":48.8583701,"lon":2.2944813}""", """{"lat":48.8583701,"lon":2.2944813}""")]
    [InlineData("""{"bad":"a@example.com""", """{"bad":"[email]""")]
    [InlineData("""{"bad":"line1\nbob@example.com""", """{"bad":"line1\n[email]""")]
    [InlineData("mail a@example.com", "mail [email]")]
    [InlineData("""{"password: hunter2":"09452143a7\"980\""}""", """{"password: [secret]":"[secret]\"980\""}""")]
    [InlineData("""{"password":"\"hunter 2\"duzJCC1bj7R)4"}""", """{"password":"[secret]"}""")]
    public void A_column_of_json_is_redacted(string inputs, string expected)
    {
        var redacted = _mask.Redact(Row(inputs));
        Assert.Equal(expected, redacted.Inputs);
        Assert.Equal(redacted, _mask.Redact(redacted));
    }

    [Fact]
    public void Nothing_found_leaves_the_same_instance()
    {
        var inputs = string.Concat("""{"channel":"web",""", "\"n\":1}");
        Assert.Same(inputs, _mask.Redact(Row(inputs)).Inputs);
    }

    [Fact]
    public void Json_stays_json_in_its_canonical_form_however_often_it_is_redacted()
    {
        var text = Gen.OneOf(Gen.String, Gen.OneOf(Gen.Const("a@example.com"), Gen.Const("+49 30 1234567"), Gen.Const("password: hunter2"), Gen.Const("12 Baker Street"), Gen.Const("\\u0040\n\"")), Gen.String[Gen.Char["0123456789@.-\\\" [{:a"], 0, 40]);
        Gen.Dictionary(Gen.OneOf(text, Gen.OneOf(Gen.Const("phone"), Gen.Const("password"), Gen.Const("token"))), Gen.OneOf(text.Select(t => (object)t), Gen.Long.Select(n => (object)n), text.Array[0, 3].Select(a => (object)a)))[0, 4].Sample(map =>
        {
            var canonical = JsonText.Canonical(JsonSerializer.Serialize(map));
            foreach (var redactor in (PersonalDataRedactor[])[_mask, _hash, _remove])
            {
                var once = redactor.Redact(Row(canonical)).Inputs!;
                Assert.Equal(once, JsonText.Canonical(once));
                if (redactor != _remove)
                {
                    Assert.Equal(once, redactor.Redact(Row(once)).Inputs);
                }
            }
        });
    }

    [Theory]
    [InlineData("""{"id":"13800138000","query":"mail bob\u0040example.com and \u002B49 151 23456789","answer":"a","created_at":"bad"}""", """{"id":"13800138000","query":"mail [email] and [phone]","answer":"a","created_at":"bad"}""")]
    [InlineData("""{"id":"m1", "inputs":{"mail":"a@example.com"}, "total_price":4111111111111111}""", """{"id":"m1", "inputs":{"mail":"[email]"}, "total_price":4111111111111111}""")]
    [InlineData("""{"id":"m1","query":"mail bob\u0040example.com""", """{"id":"m1","query":"mail [email]""")]
    [InlineData("m1,c1,\"mail bob@example.com\",a\"", "m1,c1,\"mail [email]\",a\"")]
    [InlineData("not json: a@example.com", "not json: [email]")]
    public void A_dead_letter_keeps_its_form_and_its_keys(string raw, string expected)
    {
        var letter = new DeadLetter("k", SourceTable.Messages, "m1", DeadReason.WrongType, "created_at", "f line 1", Encoding.UTF8.GetBytes(raw));
        Assert.Equal(expected, Encoding.UTF8.GetString(_mask.Redact(letter).Raw.Span));
    }

    [Fact]
    public void A_redacted_row_is_read_again_as_the_redacted_row()
    {
        var raw = Encoding.UTF8.GetBytes("""{"id":"m1","conversation_id":"c1","query":"\u0061@example.com","answer":"x","inputs":"{\"phone\":13800138000}","created_at":"2025-06-01 10:00:00"}""");
        var reader = new RowReader(TimeZoneInfo.Utc);
        var message = _mask.Redact(reader.Read(SourceTable.Messages, raw, "here").Message!);
        Assert.Equal(message, reader.Read(SourceTable.Messages, _mask.Redact((ReadOnlyMemory<byte>)raw), "here").Message);
        Assert.Equal(("[email]", """{"phone":"[phone]"}"""), (message.Query, message.Inputs));
    }

    private static Message Row(string inputs) => new() { Id = "m", ConversationId = "c", Inputs = inputs, CreatedAt = DateTimeOffset.UnixEpoch };
}
