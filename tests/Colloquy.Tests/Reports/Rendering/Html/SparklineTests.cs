using Colloquy.Reports.Rendering.Html.Charts;

namespace Colloquy.Tests.Reports.Rendering.Html;

public sealed class SparklineTests
{
    [Fact]
    public void Sparkline_of_two_values_is_not_drawn() => Assert.True(Sparkline.Draw([1, null, 2]).IsEmpty);

    [Fact]
    public void Sparkline_breaks_where_a_value_is_unknown() => Assert.Equal(2, Sparkline.Draw([1, 2, null, 3, 4]).Text.Count(c => c == 'M'));

    [Fact]
    public void Sparkline_of_many_values_draws_few_points() =>
        Assert.InRange(Sparkline.Draw([.. Enumerable.Range(0, 365).Select(i => (double?)i)]).Text.Count(c => c is 'L' or 'M'), 20, 30);

    [Fact]
    public void Sparkline_of_zeros_lies_on_the_ground() => Assert.Contains("M0 22L50 22L100 22", Sparkline.Draw([0, 0, 0]).Text, StringComparison.Ordinal);
}
