namespace Colloquy.Annotators;

/// <summary>Options of annotators that share one service, which make them.</summary>
public abstract record AnnotatorOptions
{
    /// <summary>The setting that says which labels they give.</summary>
    public abstract string LabelSetting { get; }

    /// <summary>Kinds of labels that they give in place of the categorisers; with each, what the service calls it.</summary>
    public abstract IEnumerable<(string Kind, string CalledThere)> Labels { get; }

    /// <summary>Whether they translate turns into the language that is asked for.</summary>
    public abstract bool Translates { get; }

    /// <summary>The same without translations: one service translates.</summary>
    public abstract AnnotatorOptions WithoutTranslations();

    /// <summary>Whoever calls it disposes them.</summary>
    /// <param name="vocabulary">What the categorisers may say.</param>
    public abstract IEnumerable<IAnnotator> Create(Vocabulary vocabulary, Exchange exchange);
}
