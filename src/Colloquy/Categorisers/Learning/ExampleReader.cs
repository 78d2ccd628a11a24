using System.Globalization;
using System.Text;
using System.Text.Json;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Models;
using Colloquy.Sources;
using Colloquy.Sources.Files;
using Colloquy.Sources.Rows;

namespace Colloquy.Categorisers.Learning;

/// <summary>
/// Reads labelled texts from files of JSON Lines, plain or compressed with gzip or zstd. Each line is an object with <c>text</c>,
/// <c>label</c> or <c>labels</c>, and optionally <c>lang</c>.
/// </summary>
public static class ExampleReader
{
    private const int LinesAtOnce = 1_000;
    private const int FirstPage = 1 << 18;

    /// <summary>Reads all files, one after the other.</summary>
    /// <param name="files">Paths of the files.</param>
    /// <param name="kind">
    /// One of <see cref="LabelKind"/>. For <see cref="LabelKind.Language"/> the label of a line is its <c>lang</c>, if it has one.
    /// </param>
    /// <param name="cancellationToken">Checked for each line.</param>
    /// <exception cref="LearningException">
    /// A file cannot be read, or a line is not a labelled text; the message names the file and the line.
    /// </exception>
    public static List<Example> Read(IEnumerable<string> files, string kind, CancellationToken cancellationToken = default)
    {
        var examples = new List<Example>();
        foreach (var file in files)
        {
            foreach (var (number, line) in Lines(file))
            {
                cancellationToken.ThrowIfCancellationRequested();
                examples.Add(Parse(line, kind, file, number));
            }
        }

        return examples;
    }

    private static IEnumerable<(int Number, string Line)> Lines(string file)
    {
        if (!File.Exists(file))
        {
            throw new LearningException($"{file} does not exist. --labels takes files of JSON lines with text and label.");
        }

        FileContent content;
        try
        {
            content = FileContent.Open(SourceFile.Of(new FileInfo(file)));
        }
        catch (SourceException failure)
        {
            throw new LearningException(failure.Message, failure);
        }

        using (content)
        {
            // Read like the files of a source: a line without end is cut off.
            using var reader = new SplitReader(content, new LineSplitter());
            for (var more = true; more;)
            {
                var page = new PageBuffer(FirstPage);
                var lines = new List<RawRecord>();
                more = reader.Fill(page, lines, LinesAtOnce, CancellationToken.None);
                foreach (var line in lines)
                {
                    if (line.Fault is not null)
                    {
                        throw new LearningException(string.Create(CultureInfo.InvariantCulture, $"""
                            {file} line {line.Place} is larger than {RecordReader.LargestRecord >> 20} MB. Each line must be one object.
                            """));
                    }

                    yield return ((int)line.Place, Encoding.UTF8.GetString(page.Slice(line.Start, line.Length).Span));
                }

                page.Return();
            }

            if (content.Cut is { } cut)
            {
                throw new LearningException($"{file} is cut off: {cut}. Fetch it again.");
            }
        }
    }

    private static Example Parse(string line, string kind, string file, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var row = document.RootElement;
            if (row.ValueKind == JsonValueKind.Object && Text(row, "text") is { } text)
            {
                var language = Text(row, "lang");
                ImmutableArray<string>? labels = kind == LabelKind.Language && (language ?? Text(row, "label")) is { } spoken
                    ? [LanguageCode.Of(spoken)]
                    : Labels(row, kind);
                if (labels is { } given)
                {
                    return new Example(text, given, language is null ? null : LanguageCode.Of(language));
                }
            }
        }
        catch (JsonException)
        {
            // Reported below, with file and line.
        }

        throw new LearningException(string.Create(CultureInfo.InvariantCulture, $$"""
            {{file}} line {{number}} is not a labelled text. Expected an object such as {"text":"where is my card","label":"card_arrival"}.
            """));
    }

    // A label in the file is the only label of its text. Texts may have several topics, or none.
    private static ImmutableArray<string>? Labels(JsonElement row, string kind)
    {
        var label = Text(row, "label");
        var isList = row.TryGetProperty("labels", out var several) && several.ValueKind == JsonValueKind.Array;
        if (isList && (label is null || kind == LabelKind.Topic))
        {
            return
            [
                .. several.EnumerateArray().Where(l => l.ValueKind == JsonValueKind.String)
                    .Select(l => l.GetString()!).Where(l => l.Length > 0).Distinct(StringComparer.Ordinal),
            ];
        }

        return label is { Length: > 0 } ? [label] : null;
    }

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
