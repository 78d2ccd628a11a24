using Colloquy.Categorisers.Models;

namespace Colloquy.Tests.Categorisers.Models;

/// <summary>A hidden unit adds its row as often as its input says, if that is positive.</summary>
public sealed class HiddenLayerTests
{
    [Fact]
    public void Only_units_with_positive_input_count()
    {
        // Eleven classes: whole vectors and a rest.
        const int Classes = 11;
        var layer = new HiddenLayer([.. Enumerable.Range(0, 3 * Classes).Select(i => (float)i)], Classes);
        float[] scores = [.. Enumerable.Repeat(1f, Classes)];
        layer.AddTo(scores, [2f, -5f, 0.5f]);
        Assert.Equal(3, layer.Units);
        Assert.Equal(Enumerable.Range(0, Classes).Select(k => 1f + (2 * k) + (0.5f * (k + (2 * Classes)))), scores);
    }
}
