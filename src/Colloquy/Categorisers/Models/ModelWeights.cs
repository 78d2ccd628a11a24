using Colloquy.Categorisers.Models.Features;

namespace Colloquy.Categorisers.Models;

/// <summary>What a model has learnt: the features that it knows and what they weigh.</summary>
internal sealed record ModelWeights(FeatureSpace Space, LinearWeights Linear, HiddenLayer? Hidden);
