namespace Colloquy.Categorisers.Models;

/// <summary>The prediction of a model for a text.</summary>
/// <param name="Best">Index of the most probable label.</param>
/// <param name="Score">Probability of that label.</param>
/// <param name="Abstains">Whether no label is probable enough to be claimed, or the model does not know the language.</param>
/// <param name="Familiarity">
/// How much the text is like the training texts: the best score of the linear model, plus twice the share of adjacent words that the model
/// has seen together.
/// </param>
public readonly record struct Prediction(int Best, float Score, bool Abstains, float Familiarity);
