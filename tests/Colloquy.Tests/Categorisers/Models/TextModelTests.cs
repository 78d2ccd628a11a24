using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Models;
using Colloquy.Model;
using Colloquy.Tests.Categorisers.Learning;

namespace Colloquy.Tests.Categorisers.Models;

public sealed class TextModelTests
{
    private static readonly TextModel _intents = SomeExamples.Train(LabelKind.Intent, SomeExamples.Intents, 1, 2);
    private static readonly TextModel _topics = SomeExamples.Train(LabelKind.Topic, SomeExamples.Topics, 1, 2);

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.95)]
    public void What_is_claimed_of_sure_and_familiar_texts_alone_is_what_is_predicted_of_all(float least)
    {
        var sure = 0;
        foreach (var (model, examples) in ((TextModel, List<Example>)[])[(_intents, SomeExamples.Intents), (_topics, SomeExamples.Topics)])
        {
            var (one, other) = (new float[model.Labels.Length], new float[model.Labels.Length]);
            foreach (var text in examples.Select(e => e.Text).Append("zzz qqq"))
            {
                var memory = new ModelMemory();
                memory.Units.Add(text, model.Manifest.Features);
                var expected = model.Predict(memory, one);
                var claimed = model.PredictIfSure(memory, least, other);
                Assert.Equal(model.IsStrange(expected) || expected.Score < least ? null : expected, claimed);
                sure += claimed is null ? 0 : 1;
            }
        }

        Assert.True(least > 0.9f || sure > 0);
    }
}
