using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Colloquy.Sources.Rows;
using CsCheck;

namespace Colloquy.Tests.Sources.Rows;

public sealed class JsonTextTests
{
    private static readonly JsonSerializerOptions[] Encodings =
        [new() { Encoder = JavaScriptEncoder.Default }, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }];

    [Fact]
    public void Every_text_survives_being_escaped_and_decoded() =>
        Gen.Select(Gen.String.Where(IsText), Gen.OneOf(Encodings)).Sample((text, options) =>
        {
            var token = JsonSerializer.SerializeToUtf8Bytes(text, options).AsSpan()[1..^1];
            return JsonText.Decode(token, escaped: true) == text;
        });

    [Theory]
    [InlineData("""a\ud83db""", "a\uFFFDb")]
    [InlineData("""\ude00""", "\uFFFD")]
    [InlineData("""\ud83d\ud83d\ude00""", "\uFFFD😀")]
    [InlineData("""\ud83d\n""", "\uFFFD\n")]
    [InlineData("""\u0000\"\\\/\b\f\r\t""", "\0\"\\/\b\f\r\t")]
    public void Escapes_become_characters_and_lone_surrogates_a_replacement(string token, string expected) =>
        Assert.Equal(expected, JsonText.Decode(Encoding.UTF8.GetBytes(token), escaped: true));

    [Theory]
    [InlineData("""{"a":"\ud83d\ude00"}""", """{"a":"\ud83d\ude00"}""")]
    [InlineData("""{"a":"\uD83d"}""", """{"a":"\ufffd"}""")]
    [InlineData("""{"a":"\\ud83d"}""", """{"a":"\\ud83d"}""")]
    [InlineData("""{"a":"\ude00\ud83d\ude00"}""", """{"a":"\ufffd\ud83d\ude00"}""")]
    [InlineData("\\ud8", "\\ud8")]
    public void Only_lone_surrogates_are_mended_in_JSON(string json, string expected) => Assert.Equal(expected, JsonText.MendEscapes(json));

    [Fact]
    public void Layout_is_dropped_and_white_space_in_texts_kept() =>
        Assert.Equal("""{"a b":[1,"c \" d"]}""", JsonText.Compact("{\n \"a b\" : [ 1 ,\t\"c \\\" d\" ] }"u8));

    private static bool IsText(string text) => !text.Where((_, i) => char.IsSurrogate(text[i])).Any();
}
