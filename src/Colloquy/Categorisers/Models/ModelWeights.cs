using Colloquy.Categorisers.Models.Features;

namespace Colloquy.Categorisers.Models;

/// <summary>The weights of a model: the features that it knows and what each contributes.</summary>
internal sealed record ModelWeights(FeatureSpace Space, LinearWeights Linear, HiddenLayer? Hidden);
