using System.Text;
using Colloquy.Sources.Files;
using CsCheck;

namespace Colloquy.Tests.Sources.Files;

/// <summary>What a splitter finds does not depend on how much of the text it sees at once.</summary>
public sealed class SplitterTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        "{", "}", "[", "]", "\"", "\\", ",", "\n", "\r\n", " ", "{\"a\":1}", "{\"a\":\"b\\\"}\"}", "x", "\n{", "[{}]", "{\"a\":[1,{}]}", "ü").Array[0, 30].Select(string.Concat);

    [Fact]
    public void Lines_are_the_same_in_pieces() => Text.Sample(text => Split(new LineSplitter(), text, 1) == Split(new LineSplitter(), text, text.Length));

    [Fact]
    public void Every_byte_belongs_to_exactly_one_piece() => Gen.Select(Text, Gen.Bool, Gen.Int[1, 9]).Sample((text, isList, step) =>
    {
        var consumed = new List<int>();
        Split(new ValueSplitter(isList), text, step, consumed);
        return consumed.Sum() == Encoding.UTF8.GetByteCount(text);
    });

    [Fact]
    public void Whole_values_are_the_same_in_pieces() => Gen.OneOf("{\"a\":1}", "{\"a\":\"]},{\\\"\"}", "17", "\"x,]\"", "{\"a\":[{\"b\":\"ü\"}]}").Array[0, 9].Sample(values =>
    {
        var text = "[" + string.Join(", \n", values) + "]";
        return Split(new ValueSplitter(isList: false), text, 1) == string.Join('|', values);
    });

    private static string Split(ISplitter splitter, string text, int step, List<int>? consumed = null)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var found = new List<string>();
        int start = 0;
        for (int seen = Math.Min(step, bytes.Length); ;)
        {
            if (splitter.TryNext(bytes.AsSpan(start..seen), seen == bytes.Length, out var piece))
            {
                consumed?.Add(piece.Consumed);
                if (piece.Length > 0)
                {
                    found.Add(Encoding.UTF8.GetString(bytes, start + piece.Start, piece.Length));
                }

                start += piece.Consumed;
            }
            else if (seen == bytes.Length)
            {
                return string.Join('|', found);
            }
            else
            {
                seen = Math.Min(seen + Math.Max(step, 1), bytes.Length);
            }
        }
    }
}
