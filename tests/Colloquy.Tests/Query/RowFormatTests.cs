namespace Colloquy.Tests.Query;

/// <summary>Values as JSON and CSV write them.</summary>
public sealed class RowFormatTests(PublishedLake lake) : IClassFixture<PublishedLake>
{
    [Theory]
    [InlineData("0.1234567890123456789::DECIMAL(38,19)", "0.1234567890123456789")]
    [InlineData("170141183460469231731687303715884105727::HUGEINT", "170141183460469231731687303715884105727")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("0.1::DOUBLE + 0.2::DOUBLE", "0.30000000000000004")]
    [InlineData("1e300::DOUBLE", "1e+300")]
    [InlineData("'nan'::DOUBLE", "\"NaN\"")]
    [InlineData("'inf'::FLOAT", "\"Infinity\"")]
    [InlineData("'-inf'::DOUBLE", "\"-Infinity\"")]
    [InlineData("NULL", "null")]
    [InlineData("NULL::DOUBLE", "null")]
    [InlineData("true", "true")]
    [InlineData("''", "\"\"")]
    [InlineData("'[1, 2]'", "\"[1, 2]\"")]
    [InlineData("'a\"b\\c' || chr(10) || chr(1) || '🙂<é>'", "\"a\\\"b\\\\c\\n\\u0001\\uD83D\\uDE42<é>\"")]
    [InlineData("TIMESTAMPTZ '2025-04-01 02:03:04.5+02'", "\"2025-04-01T00:03:04.5Z\"")]
    [InlineData("TIMESTAMP '2025-04-01 02:03:04'", "\"2025-04-01T02:03:04\"")]
    [InlineData("'infinity'::TIMESTAMPTZ", "\"infinity\"")]
    [InlineData("DATE '2025-04-01'", "\"2025-04-01\"")]
    [InlineData("INTERVAL 3 DAY", "\"3 days\"")]
    [InlineData("['a', NULL, 'b\"']", "[\"a\",null,\"b\\\"\"]")]
    [InlineData("[]::VARCHAR[]", "[]")]
    [InlineData("{'a': 1, 'b': [true]}", "{\"a\":1,\"b\":[true]}")]
    [InlineData("MAP {'k': 1}", "{\"k\":1}")]
    [InlineData("[0.1234567890123456789::DECIMAL(38,19)]", "[0.1234567890123456789]")]
    [InlineData("[TIMESTAMPTZ '2025-04-01 02:03:04.5+02']", "[\"2025-04-01 00:03:04.5+00\"]")]
    [InlineData("['nan'::DOUBLE]", "\"[NaN]\"")]
    [InlineData("'a'::ENUM('a')", "\"a\"")]
    [InlineData("'\\xFF\\x00'::BLOB", "\"/wA=\"")]
    [InlineData("'{\"a\":0.10}'::JSON", "{\"a\":0.10}")]
    [InlineData("(SELECT cost FROM conversations LIMIT 1)::JSON", "{\"RMB\":\"0.000132\",\"USD\":\"0.00033\"}")]
    public async Task JSON_says_the_value_as_it_is(string value, string json) => Assert.Equal($"[\n{{\"v\":{json}}}\n]\n", await lake.JsonAsync($"SELECT {value} AS v"));

    [Fact]
    public async Task JSON_is_one_object_a_line() =>
        Assert.Equal("[\n{\"n\":0,\"a b\":\"x\"},\n{\"n\":1,\"a b\":\"x\"}\n]\n", await lake.JsonAsync("SELECT range AS n, 'x' AS \"a b\" FROM range(2) ORDER BY 1"));

    [Fact]
    public async Task Without_rows_JSON_is_an_empty_array_and_CSV_a_header()
    {
        Assert.Equal("[]\n", await lake.JsonAsync("SELECT id FROM messages WHERE false"));
        Assert.Equal("id\r\n", await lake.CsvAsync("SELECT id FROM messages WHERE false"));
    }

    [Fact]
    public async Task Columns_of_one_name_are_told_apart() => Assert.Equal("[\n{\"a\":1,\"a_1\":2,\"x\\\"y\":3}\n]\n", await lake.JsonAsync("SELECT 1 AS a, 2 AS a, 3 AS \"x\"\"y\""));

    [Theory]
    [InlineData("NULL", "")]
    [InlineData("''", "\"\"")]
    [InlineData("'plain text'", "plain text")]
    [InlineData("'a,b'", "\"a,b\"")]
    [InlineData("'say \"so\"'", "\"say \"\"so\"\"\"")]
    [InlineData("'a' || chr(10) || 'b'", "\"a\nb\"")]
    [InlineData("'a' || chr(13)", "\"a\r\"")]
    [InlineData("'=1+1'", "=1+1")]
    [InlineData("0.10::DECIMAL(18,7)", "0.1000000")]
    [InlineData("'nan'::DOUBLE", "NaN")]
    [InlineData("false", "false")]
    [InlineData("TIMESTAMPTZ '2025-04-01 00:00:00+00'", "2025-04-01T00:00:00Z")]
    [InlineData("['a', NULL]", "\"[\"\"a\"\",null]\"")]
    public async Task CSV_says_the_value_as_it_is(string value, string csv) => Assert.Equal($"v\r\n{csv}\r\n", await lake.CsvAsync($"SELECT {value} AS v"));

    [Fact]
    public async Task CSV_quotes_names_too() => Assert.Equal("\"a,b\",\"c\"\"d\"\r\n1,2\r\n", await lake.CsvAsync("SELECT 1 AS \"a,b\", 2 AS \"c\"\"d\""));
}
