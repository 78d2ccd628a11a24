namespace Colloquy.Annotators;

/// <summary>Options of annotators that share one service. They create the annotators.</summary>
public abstract record AnnotatorOptions
{
    /// <summary>Name of the setting that selects their labels.</summary>
    public abstract string LabelSetting { get; }

    /// <summary>Kinds of labels that they produce instead of the categorisers, each with the service's name for it.</summary>
    public abstract IEnumerable<(string Kind, string CalledThere)> Labels { get; }

    /// <summary>Whether they translate turns into the requested language.</summary>
    public abstract bool Translates { get; }

    /// <summary>The same options without translations: only one service may translate.</summary>
    public abstract AnnotatorOptions WithoutTranslations();

    /// <summary>Creates the annotators. The caller disposes them.</summary>
    /// <param name="vocabulary">Allowed label values.</param>
    /// <param name="exchange">Sends their requests.</param>
    public abstract IEnumerable<IAnnotator> Create(Vocabulary vocabulary, Exchange exchange);
}
