using Colloquy.Reports.Measuring;
using CsCheck;

namespace Colloquy.Tests.Reports.Measuring;

public sealed class LatencySketchTests
{
    private static readonly Gen<double> Latency = Gen.Frequency(
        (8, Gen.Double[0.2, 40]), (2, Gen.Double[1e-5, 1e4]), (1, Gen.OneOf(0.0, 1, 2, 1024, 0.5, 0.015625, 3600)));

    [Fact]
    public void Quantiles_are_within_one_percent_of_the_nearest_rank() =>
        Gen.Select(Latency.Array[1, 300], Gen.Int[1, 100]).Sample((latencies, percent) =>
        {
            var exact = latencies.Order().ElementAt((int)Math.Ceiling(latencies.Length * percent / 100m) - 1);
            return Math.Abs(Of(latencies).Quantile(percent)!.Value - exact) <= exact * 0.008;
        }, iter: 5_000);

    [Fact]
    public void Minimum_maximum_and_count_are_exact() => Latency.Array[1, 50].Sample(latencies =>
    {
        var sketch = Of(latencies);
        return (sketch.Min, sketch.Max, sketch.Count) == (latencies.Min(), latencies.Max(), latencies.Length) && sketch.Quantile(100) == latencies.Max();
    });

    [Fact]
    public void Merged_parts_equal_the_whole_however_it_is_split() =>
        Gen.Select(Latency.Array[0, 40], Latency.Array[0, 40], Latency.Array[0, 40]).Sample((a, b, c) =>
        {
            var whole = Text(Of([.. a, .. b, .. c]));
            return whole == Text(Merge(Merge(Of(a), Of(b)), Of(c))) && whole == Text(Merge(Of(c), Merge(Of(b), Of(a))));
        });

    [Fact]
    public void Nothing_has_no_quantile() => Assert.Null(new LatencySketch().Quantile(50));

    [Fact]
    public void One_latency_is_every_quantile_exactly() =>
        Assert.All([1, 50, 95, 100], percent => Assert.Equal(1.2345, Of([1.2345]).Quantile(percent)));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.001)]
    public void Invalid_latencies_are_not_counted(double value) => Assert.Equal(0, Of([value]).Count);

    [Theory]
    [InlineData(0)]
    [InlineData(double.Epsilon)]
    [InlineData(1e-9)]
    [InlineData(1e300)]
    [InlineData(double.MaxValue)]
    public void Extremes_are_kept(double value)
    {
        var sketch = Of([value, value, value]);
        Assert.Equal((value, value, 3), (sketch.Quantile(50), sketch.Max, sketch.Count));
    }

    private static LatencySketch Of(IEnumerable<double> latencies)
    {
        var sketch = new LatencySketch();
        foreach (var latency in latencies)
        {
            sketch.Add(latency);
        }

        return sketch;
    }

    private static LatencySketch Merge(LatencySketch a, LatencySketch b)
    {
        a.Merge(b);
        return a;
    }

    private static string Text(LatencySketch sketch) => $"{sketch.Count} {sketch.Min} {sketch.Max} {string.Join(' ', sketch.Buckets)}";
}
