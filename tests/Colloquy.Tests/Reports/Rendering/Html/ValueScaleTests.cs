using Colloquy.Reports.Rendering.Html.Charts;
using CsCheck;

namespace Colloquy.Tests.Reports.Rendering.Html;

public sealed class ValueScaleTests
{
    [Fact]
    public void Scale_reaches_the_greatest_value_in_few_steps() => Gen.Double[1e-6, 1e12].Sample(greatest =>
    {
        var scale = ValueScale.For([null, greatest / 3, greatest]);
        Assert.InRange(greatest, 0, scale.Top * (1 + 1e-9));
        Assert.InRange(scale.Ticks.Count(), 3, 6);
        Assert.InRange(greatest, scale.Top - scale.Step * (1 + 1e-9), double.MaxValue);
    });

    [Fact]
    public void Scale_labels_are_distinct() => Gen.Double[1e-6, 1e12].Sample(greatest =>
    {
        var scale = ValueScale.For([greatest]);
        Assert.Equal(scale.Ticks.Count(), scale.Ticks.Select(scale.Label).Distinct().Count());
    });

    [Fact]
    public void Scale_of_counts_has_no_fractions() => Gen.Int[1, 50].Sample(greatest =>
        Assert.All(ValueScale.For([greatest], whole: true).Ticks, tick => Assert.Equal(Math.Round(tick), tick)));

    [Theory]
    [InlineData(772, "", "0|200|400|600|800")]
    [InlineData(3103, "", "0|1,000|2,000|3,000|4,000")]
    [InlineData(12_500, "", "0|5 k|10 k|15 k")]
    [InlineData(0.0123, "", "0|0.005|0.010|0.015")]
    [InlineData(1.96, " %", "0|0.5 %|1.0 %|1.5 %|2.0 %")]
    [InlineData(2_600_000, "", "0|1 M|2 M|3 M")]
    public void Scale_labels_read_well(double greatest, string unit, string expected)
    {
        var scale = ValueScale.For([greatest], unit);
        Assert.Equal(expected, string.Join('|', scale.Ticks.Select(scale.Label)));
    }

    [Fact]
    public void Scale_of_nothing_known_still_has_an_axis() => Assert.All(
        new double?[][] { [], [null], [0], [double.NaN] }, values => Assert.Equal(1, ValueScale.For(values).Top));
}
