namespace Colloquy.Categorisers.Models;

/// <summary>What a model says of a text.</summary>
/// <param name="Best">Index of the most probable label.</param>
/// <param name="Score">Its probability.</param>
/// <param name="Abstains">Whether nothing is probable enough to be claimed, or the model does not speak the language.</param>
/// <param name="Familiarity">The best score of the linear model, and twice the share of neighbouring words that the model has seen together.</param>
public readonly record struct Prediction(int Best, float Score, bool Abstains, float Familiarity);
