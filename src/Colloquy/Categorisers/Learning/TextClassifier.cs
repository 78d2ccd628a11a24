using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Taxonomies;

namespace Colloquy.Categorisers.Learning;

/// <summary>
/// Predicts the labels of single texts with a trained model, in the same way as a run: a text that is unfamiliar to a topic model is left
/// to the taxonomy. Safe for concurrent use; predicting allocates nothing.
/// </summary>
public sealed class TextClassifier
{
    private readonly TextModel? _languages;
    private readonly Lazy<TextTopics?> _topics;
    private readonly WorkspacePool _workspaces = new();

    /// <param name="model">The trained model.</param>
    /// <param name="languages">
    /// A language model. It detects the language of a text if the caller does not name it and <paramref name="model"/> has weights for each
    /// language; may be null.
    /// </param>
    /// <param name="taxonomy">Labels texts that are unfamiliar to a topic model; if null, the model labels these too.</param>
    public TextClassifier(TextModel model, TextModel? languages = null, Taxonomy? taxonomy = null)
    {
        (Model, _languages) = (model, languages);
        _topics = new Lazy<TextTopics?>(
            () => taxonomy is not null && model.Manifest.Kind == LabelKind.Topic ? TextTopics.Of(taxonomy, model.Labels) : null);
    }

    /// <summary>The trained model.</summary>
    public TextModel Model { get; }

    /// <summary>Predicts the labels of a text.</summary>
    /// <param name="text">The text as it was written.</param>
    /// <param name="probabilities">
    /// Gets one probability per label, in the order of <see cref="TextModel.Labels"/>; at least as long.
    /// </param>
    /// <param name="language">ISO 639 code; null if unknown.</param>
    /// <param name="cancellationToken">Checked within long texts.</param>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is shorter than the labels.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Prediction Predict(
        ReadOnlySpan<char> text, Span<float> probabilities, string? language = null, CancellationToken cancellationToken = default)
    {
        if (probabilities.Length < Model.Labels.Length)
        {
            throw new ArgumentException($"{probabilities.Length} probabilities for {Model.Labels.Length} labels.", nameof(probabilities));
        }

        probabilities = probabilities[..Model.Labels.Length];
        var workspace = _workspaces.Take();
        var memory = workspace.Get<ModelMemory>();
        if (Model.Manifest.Features.ByLanguage)
        {
            language ??= FindLanguage(text, memory, cancellationToken);
        }

        var prediction = Model.Predict(text, memory, probabilities, language, cancellationToken);
        if (Model.IsStrange(prediction) && _topics.Value?.Read(text, probabilities, workspace, cancellationToken) == true)
        {
            prediction = Model.Conclude(probabilities, prediction.Familiarity);
        }

        _workspaces.Return(workspace);
        return prediction;
    }

    // The most probable language among those that the model has learnt.
    private string? FindLanguage(ReadOnlySpan<char> text, ModelMemory memory, CancellationToken cancellationToken)
    {
        if (_languages is null)
        {
            return null;
        }

        var probabilities = memory.Probabilities(_languages.Labels.Length);
        _languages.Predict(text, memory, probabilities, cancellationToken: cancellationToken);
        string? best = null;
        var most = 0f;
        for (var k = 0; k < probabilities.Length; k++)
        {
            if (probabilities[k] > most && Model.Speaks(_languages.Labels[k]))
            {
                (best, most) = (_languages.Labels[k], probabilities[k]);
            }
        }

        return best;
    }
}
