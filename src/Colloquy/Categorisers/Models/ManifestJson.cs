using System.Text.Json;
using System.Text.Json.Serialization;
using Colloquy.Categorisers.Matching;
using Colloquy.Categorisers.Models.Features;

namespace Colloquy.Categorisers.Models;

/// <summary>The form of <c>model.json</c>.</summary>
internal static class ManifestJson
{
    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static byte[] Write(ModelManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, _options);

    /// <summary>Reads by hand: every command reads four manifests, and preparing the serializer takes longer than most commands.</summary>
    /// <exception cref="JsonException">A property is missing or has the wrong type.</exception>
    public static ModelManifest Read(JsonElement root)
    {
        var (features, calibration, training) = (Of(root, "features"), Of(root, "calibration"), Of(root, "training"));
        try
        {
            return new ModelManifest
            {
                Format = Of(root, "format").GetInt32(),
                Kind = Text(root, "kind"),
                Labels = Texts(root, "labels"),
                Several = Of(root, "several").GetBoolean(),
                Languages = Texts(root, "languages"),
                Features = new FeatureOptions(
                    Enum.TryParse<TextForm>(Text(features, "form"), ignoreCase: true, out var form)
                        ? form
                        : throw new JsonException("'form' is neither folded nor lowered"),
                    Of(features, "shortest_gram").GetInt32(),
                    Of(features, "longest_gram").GetInt32(),
                    Of(features, "least_texts").GetInt32(),
                    Of(features, "gram").GetSingle(),
                    Of(features, "pair").GetSingle(),
                    Of(features, "near").GetSingle(),
                    Of(features, "reach").GetInt32(),
                    features.TryGetProperty("by_language", out var byLanguage) && byLanguage.GetBoolean()),
                Calibration = new Calibration(
                    Of(calibration, "slope").GetSingle(),
                    Of(calibration, "offset").GetSingle(),
                    Of(calibration, "threshold").GetSingle(),
                    Of(calibration, "familiar").GetSingle()),
                Training = new TrainingSummary(
                    Of(training, "texts").GetInt32(),
                    Of(training, "features").GetInt32(),
                    Of(training, "seed").GetUInt64(),
                    Of(training, "cost").GetSingle(),
                    Of(training, "held_out").GetInt32(),
                    Of(training, "accuracy").GetDouble(),
                    Of(training, "macro_f1").GetDouble(),
                    Of(training, "micro_f1").GetDouble(),
                    Of(training, "coverage").GetDouble(),
                    Of(training, "calibration_error").GetDouble()),
                Hash = Text(root, "hash"),
            };
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException)
        {
            throw new JsonException($"a property has the wrong type: {failure.Message}", failure);
        }
    }

    private static JsonElement Of(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            ? value
            : throw new JsonException($"'{name}' is missing");

    private static string Text(JsonElement parent, string name) =>
        Of(parent, name).GetString() ?? throw new JsonException($"'{name}' is null");

    private static ImmutableArray<string> Texts(JsonElement parent, string name)
    {
        var values = Of(parent, name);
        var texts = ImmutableArray.CreateBuilder<string>(values.GetArrayLength());
        foreach (var value in values.EnumerateArray())
        {
            texts.Add(value.GetString() ?? throw new JsonException($"'{name}' has a null"));
        }

        return texts.MoveToImmutable();
    }
}
