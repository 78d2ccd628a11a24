using System.Globalization;
using System.Text;
using Colloquy.Sources.Rows;
using CsCheck;

namespace Colloquy.Tests.Sources.Rows;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("0E-7", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("0.0008000", "0.0008")]
    [InlineData("1E-3", "0.001")]
    [InlineData("1.50e+2", "150")]
    [InlineData("+7", "7")]
    [InlineData(".5", "0.5")]
    [InlineData("1234567890123456789012345678", "1234567890123456789012345678")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("0.10000000000000000000000000000000000", "0.1")]
    [InlineData("00000000000000000000000000000000001", "1")]
    public void A_decimal_is_exact_and_in_its_shortest_form(string text, string expected)
    {
        Assert.True(NumberText.TryParseDecimal(Encoding.UTF8.GetBytes(text), out var number));
        Assert.Equal(expected, number.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1,5")]
    [InlineData("1 000")]
    [InlineData("1.2.3")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("1e")]
    [InlineData("1e99999")]
    [InlineData("1e29")]
    [InlineData("1e-29")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("0.00000000000000000000000000001")]
    public void What_is_no_decimal_of_28_digits_is_refused(string text) => Assert.False(NumberText.TryParseDecimal(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Every_decimal_of_28_digits_is_read_as_the_platform_reads_it() =>
        Gen.Select(Gen.Long, Gen.Int[0, 20]).Select((digits, scale) => (decimal)digits / (decimal)Math.Pow(10, Math.Min(scale, 9)))
            .Sample(number => NumberText.TryParseDecimal(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)), out var read) && read == number);

    [Theory]
    [InlineData("12", 12)]
    [InlineData("-12.0", -12)]
    [InlineData("1.2e1", 12)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void A_whole_number_may_be_written_with_a_point(string text, long expected)
    {
        Assert.True(NumberText.TryParseWhole(Encoding.UTF8.GetBytes(text), out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("12.5")]
    [InlineData("9223372036854775808")]
    [InlineData("twelve")]
    public void What_is_no_whole_number_is_refused(string text) => Assert.False(NumberText.TryParseWhole(Encoding.UTF8.GetBytes(text), out _));
}
