using Colloquy.Annotators;
using Colloquy.Annotators.Dify;

namespace Colloquy.Configuration;

public sealed partial class OptionsReader
{
    private ChatOptions? Chat()
    {
        if (Text(Settings.ChatEndpoint) is null)
        {
            foreach (var lonely in ((string[])[Settings.ChatModel, Settings.ChatKinds]).Where(name => Text(name) is not null))
            {
                problems.Add($"{Named(lonely)} is set, but {Settings.ChatEndpoint} is not. Set it to the address of the endpoint, up to its version: https://HOST/v1.");
            }

            return null;
        }

        var kinds = ChatKinds();
        if (Text(Settings.ChatModel) is null)
        {
            problems.Add($"{Settings.ChatModel} is not set; {Settings.ChatEndpoint} needs the name of a model.");
        }

        if (kinds.IsEmpty && Text(Settings.ChatKinds) is null && Text(Settings.TranslateTo) is null)
        {
            problems.Add($"{Named(Settings.ChatEndpoint)} is set, but there is nothing to ask. Set {Settings.ChatKinds} to kinds of labels, {Settings.TranslateTo} to a language, or both.");
        }

        return new ChatOptions
        {
            Endpoint = Web(Settings.ChatEndpoint, "Write it up to its version: https://HOST/v1 or http://HOST:PORT/v1.") ?? new Uri("http://localhost"),
            Model = Text(Settings.ChatModel) ?? "",
            Key = Text(Settings.ChatKey) is { } key ? new Secret(key) : null,
            Kinds = kinds,
            TranslateTo = TranslateTo(),
        };
    }

    private ImmutableArray<string> ChatKinds()
    {
        string[] names = Text(Settings.ChatKinds)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var unknown in names.Except(Vocabulary.Kinds))
        {
            problems.Add($"{Named(Settings.ChatKinds)}: {unknown} is no kind of labels. Kinds are {string.Join(", ", Vocabulary.Kinds)}.");
        }

        return [.. Vocabulary.Kinds.Intersect(names)];
    }

    private string? TranslateTo()
    {
        if (Text(Settings.TranslateTo) is not { } code || Vocabulary.IsLanguage(code))
        {
            return Text(Settings.TranslateTo);
        }

        problems.Add($"{Named(Settings.TranslateTo)} is no code of a language. Write that of ISO 639, for example en or zh.");
        return null;
    }

    private DifyOptions? Dify()
    {
        if (!Flag(Settings.DifyEnabled, false))
        {
            return null;
        }

        foreach (var missing in ((string[])[Settings.DifyUrl, Settings.DifyKey]).Where(name => Text(name) is null))
        {
            problems.Add($"{missing} is not set; {Settings.DifyEnabled} needs {Settings.DifyUrl} and {Settings.DifyKey}.");
        }

        var mode = Text(Settings.DifyMode) ?? "streaming";
        if (mode is not ("streaming" or "blocking"))
        {
            problems.Add($"{Named(Settings.DifyMode)} must be streaming or blocking.");
        }

        return new DifyOptions
        {
            BaseUrl = Web(Settings.DifyUrl, "Write it up to its version: https://api.dify.ai/v1.") ?? new Uri("http://localhost"),
            Key = new Secret(Text(Settings.DifyKey) ?? ""),
            Input = Text(Settings.DifyInput) ?? "conversation",
            Outputs = DifyOutputs(),
            Streaming = mode == "streaming",
            TranslateTo = Text(Settings.ChatEndpoint) is null ? TranslateTo() : null,
        };
    }

    private ImmutableArray<DifyOutput> DifyOutputs()
    {
        if (Text(Settings.DifyOutputs) is not { } text)
        {
            return DifyOptions.DefaultOutputs;
        }

        var outputs = ImmutableArray.CreateBuilder<DifyOutput>();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } meaning, { Length: > 0 } output] || !meaning.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                problems.Add($"{Named(Settings.DifyOutputs)}: {entry} is not understood. Write MEANING=OUTPUT, for example risk=risk_analysis.");
            }
            else if (outputs.Any(o => o.Meaning == meaning))
            {
                problems.Add($"{Named(Settings.DifyOutputs)}: {meaning} is there twice.");
            }
            else
            {
                outputs.Add(new DifyOutput(meaning, output));
            }
        }

        return [.. outputs.OrderBy(o => o.Meaning, StringComparer.Ordinal)];
    }

    private AnnotatorBounds AnnotatorBounds(ChatOptions? chat, DifyOptions? dify)
    {
        var said = (chat?.Kinds ?? []).Intersect(dify?.Outputs.Select(o => o.Kind).OfType<string>() ?? []);
        foreach (var twice in said)
        {
            problems.Add($"{Settings.ChatKinds} and {Settings.DifyOutputs} both give {twice}. Leave it to one of them{(twice == LabelKind.Outcome ? $" ({DifyOutput.Success} is an {twice})" : "")}.");
        }

        if (Text(Settings.TranslateTo) is not null && chat is null && dify?.Outputs.Any(o => o.Meaning == DifyOutput.Translation) != true)
        {
            problems.Add($"{Named(Settings.TranslateTo)} is set, but nobody translates. Set {Settings.ChatEndpoint}, or name the workflow's output in {Settings.DifyOutputs} as {DifyOutput.Translation}=OUTPUT.");
        }

        var bounds = new AnnotatorBounds();
        return bounds with
        {
            AtOnce = Number(Settings.AnnotateParallel, 1, 256, bounds.AtOnce),
            RequestsAMinute = Number(Settings.AnnotateRate, 0, 100_000, bounds.RequestsAMinute),
            Requests = Number(Settings.AnnotateRequests, 0, int.MaxValue, bounds.Requests),
            Tokens = Number(Settings.AnnotateTokens, 0, int.MaxValue, bounds.Tokens),
            MaxRetries = Number(Settings.MaxRetries, 0, 100, bounds.MaxRetries),
        };
    }

    /// <summary>An address of the web without user, query and fragment; null where there is none.</summary>
    private Uri? Web(string name, string advice)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { UserInfo: "", Query: "", Fragment: "" })
        {
            return address;
        }

        problems.Add($"{Named(name)} is no address. {advice}");
        return null;
    }
}
