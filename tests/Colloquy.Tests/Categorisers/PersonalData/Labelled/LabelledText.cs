using System.Text.Json;
using Colloquy.Categorisers.PersonalData;

namespace Colloquy.Tests.Categorisers.PersonalData.Labelled;

/// <summary>A made-up text and what is personal in it. Numbers, addresses and keys in it are reserved for examples or belong to nobody.</summary>
/// <param name="Kinds">In the order of the text.</param>
/// <param name="Masked">What stands there; null where only kinds are given.</param>
internal sealed record LabelledText(string Text, string[] Kinds, string[]? Masked)
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);

    /// <summary><c>development</c>, which is looked at when scanners change; <c>test</c>, which was written before it was measured; <c>cases</c> of reports.</summary>
    public static IReadOnlyList<LabelledText> Read(string part)
    {
        using var lines = new StreamReader(typeof(LabelledText).Assembly.GetManifestResourceStream($"personal-data/{part}.jsonl")!);
        var texts = new List<LabelledText>();
        while (lines.ReadLine() is { } line)
        {
            // Keys are broken, so that nobody's scanner takes them for leaked ones.
            texts.Add(JsonSerializer.Deserialize<LabelledText>(line.Replace("¦", "", StringComparison.Ordinal), _options)!);
        }

        return texts;
    }

    public IReadOnlyList<(string Kind, string Text)> Find()
    {
        var found = new List<PersonalDatum>();
        PersonalDataFinder.Find(Text, found);
        return found.ConvertAll(f => (PersonalDatum.NameOf(f.Kind), Text.Substring(f.Start, f.Length)));
    }
}
