using System.Text.Json;
using System.Text;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb;

namespace Colloquy.Tests.Sources.NocoDb;

public sealed class RecordsAnswerTests
{
    private const string Info = """{"totalRows":1234,"page":1,"pageSize":1000,"isFirstPage":true,"isLastPage":false}""";
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly string[] Rows =
    [
        """{"id":"a","text":"ein \"}]{[ übel 你好 \\","inputs":{"a":[1,{"b":[]}],"list":[{"id":"x"}],"pageInfo":{"totalRows":1}}}""",
        "{}",
        """{ "id" : null , "list" : [ [ { } ] , 1e-7 , true ] , "next":"text" }""",
    ];

    private static readonly string Second = $$"""{"list":[{{string.Join(" , ", Rows)}}],"pageInfo":{{Info}},"stats":[[{"a":1}],{"b":2}],"other":{"list":[{}]} }""";
    private static readonly string SecondTurned = $$""" { "stats" : {"list":[{}]}, "pageInfo":{{Info}},"list":[{{string.Join(",", Rows)}}]} """;
    private static readonly string Third = $$"""{"records":[{{string.Join(",\n", Rows)}}],"next":"http://there/?page=2","prev":null,"nestedNext":[]}""";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public async Task Rows_are_found_however_the_body_arrives(int piece)
    {
        foreach (var body in (string[])[Second, SecondTurned])
        {
            var answer = await ReadAsync(body, piece);
            Assert.Equal(Rows, TextOf(answer));
            Assert.Equal((1234, 1000, false, Encoding.UTF8.GetByteCount(body)), (answer.Total!.Value, answer.PageSize!.Value, answer.HasNext, answer.Bytes));
        }

        var third = await ReadAsync(Third, piece);
        Assert.Equal(Rows, TextOf(third));
        Assert.Equal((null, null, true), (third.Total, third.PageSize, third.HasNext));
    }

    [Theory]
    [InlineData("""{"list":[],"pageInfo":{"totalRows":0}}""", 0L, false)]
    [InlineData("""{"list":[],"pageInfo":{"totalRows":"17"}}""", 17L, false)]
    [InlineData("""{"pageInfo":{"totalRows":0},"list":[]}""", 0L, false)]
    [InlineData("""{"list":[],"pageInfo":{"next":"http://x"}}""", null, true)]
    [InlineData("""{"records":[]}""", null, false)]
    [InlineData("""{"records":[],"next":null}""", null, false)]
    public async Task An_empty_list_is_an_answer(string body, long? total, bool hasNext)
    {
        var answer = await ReadAsync(body, 1);
        Assert.Equal((0, total, hasNext), (answer.Count, answer.Total, answer.HasNext));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task A_body_that_is_cut_anywhere_is_an_error(int piece)
    {
        foreach (var body in (string[])[Second, Third])
        {
            for (int length = 0; length < body.Length; length++)
            {
                await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(body[..length], piece));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("""{"msg":"sorry"}""")]
    [InlineData("""{"list":null}""")]
    [InlineData("""{"list":{"id":1}}""")]
    [InlineData("""{"list":[1]}""")]
    [InlineData("""{"list":[{},null]}""")]
    [InlineData("""{"list":[[{}]]}""")]
    [InlineData("""{"data":{"list":[{}]}}""")]
    [InlineData("""{"list":[{}]}{"list":[{}]}""")]
    [InlineData("""{"list":[{}]}<html>""")]
    [InlineData("""{"list":[{}],"pageInfo":{"totalRows":"many"}}""")]
    public async Task Something_that_is_no_list_of_rows_is_an_error(string body) => await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(body, 5));

    [Fact]
    public async Task A_row_larger_than_what_is_read_at_once_is_whole()
    {
        var row = $$"""{"id":"a","answer":"{{new string('x', 3_000_000)}}"}""";
        var answer = await ReadAsync($$"""{"list":[{},{{row}},{}]}""", 100_000);

        Assert.Equal(["{}", row, "{}"], TextOf(answer));
    }

    private static Task<RecordsAnswer> ReadAsync(string body, int piece) => RecordsAnswer.ReadAsync(new Pieces(Encoding.UTF8.GetBytes(body), piece), Stop);

    private static IEnumerable<string> TextOf(RecordsAnswer answer) => Enumerable.Range(0, answer.Count).Select(i => Encoding.UTF8.GetString(answer[i].Span));

    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
