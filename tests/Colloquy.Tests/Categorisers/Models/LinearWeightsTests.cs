using Colloquy.Categorisers.Matching;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Models.Features;
using CsCheck;

namespace Colloquy.Tests.Categorisers.Models;

public sealed class LinearWeightsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(32)]
    [InlineData(151)]
    public void Sums_are_those_of_adding_one_row_after_the_other_to_the_last_bit_in_whatever_portions(int classes)
    {
        const int Features = 7;
        Gen.Select(Gen.Float[-1, 1].Array[Features * classes], Gen.Select(Gen.Int[0, Features - 1], Gen.Float[-2, 2]).Array[0, 20]).Sample((rows, terms) =>
        {
            var weights = LinearWeights.Quantise(rows, new float[classes], units: 0);
            var expected = new float[classes];
            foreach (var (feature, times) in terms)
            {
                for (var k = 0; k < classes; k++)
                {
                    expected[k] += times * weights.Scales[feature] * weights.Rows[(feature * classes) + k];
                }
            }

            var (sums, portions) = (new float[weights.Room], new float[weights.Room]);
            weights.AddTo(terms, sums);
            Assert.Equal(expected, sums[..classes]);
            foreach (var portion in terms.Chunk(3))
            {
                weights.AddTo(portion, portions);
            }

            Assert.Equal(expected, portions[..classes]);
        }, iter: 50);
    }

    [Fact]
    public void No_feature_that_a_model_knows_is_filtered_away() => Gen.UInt.Array[0, 500].Sample(hashes =>
    {
        var filter = new FeatureFilter(hashes);
        Assert.All(hashes, hash => Assert.True(filter.MayKnow(hash)));
    });

    [Fact]
    public void Most_features_that_it_does_not_know_are()
    {
        var hashes = Enumerable.Range(0, 20_000).Select(i => FeatureHash.OfPair((uint)i, 1)).ToArray();
        var filter = new FeatureFilter(hashes.AsSpan(0, 10_000));
        Assert.InRange(hashes.Skip(10_000).Count(filter.MayKnow), 0, 2_000);
    }
}
