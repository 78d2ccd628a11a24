using Colloquy.Reports.Measuring;
using CsCheck;

namespace Colloquy.Tests.Reports.Measuring;

public sealed class DifyRoundingTests
{
    // What Python's round says.
    [Theory]
    [InlineData(2.675, 2, 2.67)]
    [InlineData(0.125, 2, 0.12)]
    [InlineData(0.375, 2, 0.38)]
    [InlineData(1.005, 2, 1.0)]
    [InlineData(2.5, 0, 2)]
    [InlineData(1234.56785, 4, 1234.5678)]
    [InlineData(916.547, 4, 916.547)]
    [InlineData(0, 2, 0)]
    [InlineData(5e-324, 4, 0)]
    [InlineData(1e300, 2, 1e300)]
    [InlineData(4503599627370497.5, 0, 4503599627370498)]
    public void Rounds_by_the_exact_binary_value(double value, int digits, double expected) => Assert.Equal(expected, DifyRounding.Round(value, digits));

    [Fact]
    public void The_result_is_the_nearest_number_with_so_many_digits() =>
        Gen.Select(Gen.Int[0, 100_000_000], Gen.Int[1, 4]).Sample((whole, digits) =>
            DifyRounding.Round(whole / Math.Pow(10, digits), digits) == whole / Math.Pow(10, digits));
}
