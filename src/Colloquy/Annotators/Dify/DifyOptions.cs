namespace Colloquy.Annotators.Dify;

/// <summary>A workflow of Dify's that is run once for each conversation.</summary>
public sealed record DifyOptions : AnnotatorOptions
{
    /// <summary>What its outputs are taken for unless told otherwise: each for what it is called.</summary>
    public static ImmutableArray<DifyOutput> DefaultOutputs { get; } = [.. ((string[])["recommendation", "risk", "success", "translation"]).Select(name => new DifyOutput(name, name))];

    /// <summary>Address of the API, with its version: <c>https://api.dify.ai/v1</c>.</summary>
    public required Uri BaseUrl { get; init; }
    /// <summary>Key of the workflow's app, <c>app-…</c>.</summary>
    public required Secret Key { get; init; }
    /// <summary>The input that takes the transcript.</summary>
    public string Input { get; init; } = "conversation";
    public ImmutableArray<DifyOutput> Outputs { get; init; } = DefaultOutputs;
    /// <summary>Whether the answer is sent in pieces while the workflow runs; a proxy in between may end a request that is silent for long.</summary>
    public bool Streaming { get; init; } = true;
    /// <summary>Language of translated turns; null where none are taken.</summary>
    public string? TranslateTo { get; init; }

    public override string LabelSetting => DifySettings.Outputs;

    public override IEnumerable<(string Kind, string CalledThere)> Labels =>
        Outputs.Where(output => output.Kind is not null).Select(output => (output.Kind!, output.Meaning));

    public override bool Translates => TranslateTo is not null && Outputs.Any(output => output.Meaning == DifyOutput.Translation);

    public override AnnotatorOptions WithoutTranslations() => this with { TranslateTo = null };

    public override IEnumerable<IAnnotator> Create(Vocabulary vocabulary, Exchange exchange) => [new DifyWorkflow(this, vocabulary, exchange)];
}

/// <summary>What an output of the workflow is taken for.</summary>
/// <param name="Meaning">A kind of label, <c>success</c> (an outcome), <c>translation</c>, or the name of a note.</param>
/// <param name="Output">The name that the workflow gives it.</param>
public sealed record DifyOutput(string Meaning, string Output)
{
    public const string Success = "success";
    public const string Translation = "translation";

    /// <summary>The kind of the labels that come of it; null where none do.</summary>
    public string? Kind => Meaning == Success ? LabelKind.Outcome : Vocabulary.Kinds.Contains(Meaning) ? Meaning : null;
}
