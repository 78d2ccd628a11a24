namespace Colloquy.Annotators.Dify;

/// <summary>Options of a Dify workflow that runs once per conversation.</summary>
public sealed record DifyOptions : AnnotatorOptions
{
    /// <summary>Default meanings of outputs: each output means what it is called.</summary>
    public static ImmutableArray<DifyOutput> DefaultOutputs { get; } =
        [.. ((string[])["recommendation", "risk", "success", "translation"]).Select(name => new DifyOutput(name, name))];

    /// <summary>URL of the API including its version: <c>https://api.dify.ai/v1</c>.</summary>
    public required Uri BaseUrl { get; init; }
    /// <summary>API key of the workflow's app, <c>app-…</c>.</summary>
    public required Secret Key { get; init; }
    /// <summary>Name of the input that receives the transcript.</summary>
    public string Input { get; init; } = "conversation";
    /// <summary>What the workflow's outputs mean.</summary>
    public ImmutableArray<DifyOutput> Outputs { get; init; } = DefaultOutputs;
    /// <summary>Whether the answer is streamed. A proxy may close a connection that is silent for long.</summary>
    public bool Streaming { get; init; } = true;
    /// <summary>Target language of translations; null if none are wanted.</summary>
    public string? TranslateTo { get; init; }

    /// <inheritdoc/>
    public override string LabelSetting => DifySettings.Outputs;

    /// <inheritdoc/>
    public override IEnumerable<(string Kind, string CalledThere)> Labels =>
        Outputs.Where(output => output.Kind is not null).Select(output => (output.Kind!, output.Meaning));

    /// <inheritdoc/>
    public override bool Translates => TranslateTo is not null && Outputs.Any(output => output.Meaning == DifyOutput.Translation);

    /// <inheritdoc/>
    public override AnnotatorOptions WithoutTranslations() => this with { TranslateTo = null };

    /// <inheritdoc/>
    public override IEnumerable<IAnnotator> Create(Vocabulary vocabulary, Exchange exchange) =>
        [new DifyWorkflow(this, vocabulary, exchange)];
}

/// <summary>The meaning of an output of the workflow.</summary>
/// <param name="Meaning">A kind of label, <c>success</c> (an outcome), <c>translation</c>, or the name of a note.</param>
/// <param name="Output">The workflow's name for it.</param>
public sealed record DifyOutput(string Meaning, string Output)
{
    /// <summary>Meaning of an output that says whether the conversation succeeded.</summary>
    public const string Success = "success";
    /// <summary>Meaning of an output that holds translated turns.</summary>
    public const string Translation = "translation";

    /// <summary>The kind of the labels that it produces; null if it produces none.</summary>
    public string? Kind => Meaning == Success ? LabelKind.Outcome : Vocabulary.Kinds.Contains(Meaning) ? Meaning : null;
}
