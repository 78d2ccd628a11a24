using System.Globalization;
using Colloquy.Model;
using Colloquy.Reports.Rendering;

namespace Colloquy.Tests.Reports.Rendering;

public sealed class HumanTests
{
    [Theory]
    [InlineData(0L, "0")]
    [InlineData(999L, "999")]
    [InlineData(1000L, "1.0 k")]
    [InlineData(99_949L, "99.9 k")]
    [InlineData(340_400L, "340 k")]
    [InlineData(999_499L, "999 k")]
    [InlineData(999_500L, "1.0 M")]
    [InlineData(1_234_567L, "1.2 M")]
    [InlineData(7_000_000_000_000_000L, "7000 T")]
    [InlineData(null, "–")]
    public void Compact_keeps_two_or_three_digits(long? value, string expected) => Assert.Equal(expected, Human.Compact(value));

    [Theory]
    [InlineData(0.0, "0 %")]
    [InlineData(0.0001, "<0.1 %")]
    [InlineData(0.0449, "4.5 %")]
    [InlineData(0.28, "28 %")]
    [InlineData(0.999, ">99 %")]
    [InlineData(1.0, "100 %")]
    [InlineData(double.NaN, "–")]
    [InlineData(null, "–")]
    public void Share_never_rounds_to_none_or_all(double? value, string expected) => Assert.Equal(expected, Human.Share(value));

    [Theory]
    [InlineData(112.0, 100.0, "+12 %")]
    [InlineData(95.0, 100.0, "−5 %")]
    [InlineData(100.3, 100.0, "+0.3 %")]
    [InlineData(100.0, 100.0, "0 %")]
    [InlineData(1400.0, 100.0, "×14")]
    [InlineData(3.0, 0.0, "new")]
    [InlineData(0.0, 0.0, "0 %")]
    [InlineData(0.0, 7.0, "−100 %")]
    [InlineData(3.0, null, "–")]
    [InlineData(null, 3.0, "–")]
    public void Change_compares_and_says_when_it_cannot(double? now, double? before, string expected) => Assert.Equal(expected, Human.Change(now, before));

    [Theory]
    [InlineData(0.0, "0 s")]
    [InlineData(0.35, "350 ms")]
    [InlineData(0.9996, "1.0 s")]
    [InlineData(1.234, "1.2 s")]
    [InlineData(42.4, "42 s")]
    [InlineData(150.0, "2.5 min")]
    [InlineData(double.PositiveInfinity, "–")]
    [InlineData(null, "–")]
    public void Seconds_take_the_unit_that_fits(double? value, string expected) => Assert.Equal(expected, Human.Seconds(value));

    [Theory]
    [InlineData("0.0000000", "0")]
    [InlineData("0.00001", "<0.0001")]
    [InlineData("0.00042", "0.0004")]
    [InlineData("0.0123", "0.012")]
    [InlineData("0.25", "0.25")]
    [InlineData("1234.5", "1,234.50")]
    public void Amount_shows_small_money_and_never_calls_it_nothing(string value, string expected) =>
        Assert.Equal(expected, Human.Amount(decimal.Parse(value, CultureInfo.InvariantCulture)));

    [Fact]
    public void Cost_of_two_currencies_stands_side_by_side() =>
        Assert.Equal("0.50 RMB · 0.25 USD", Human.Cost([new Money("RMB", 0.5m), new Money("USD", 0.25m)]));

    [Fact]
    public void Cost_unknown_is_a_dash() => Assert.Equal("–", Human.Cost([]));
}
