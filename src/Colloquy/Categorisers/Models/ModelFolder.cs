using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using Colloquy.Categorisers.Models.Features;
using Colloquy.Rights;

namespace Colloquy.Categorisers.Models;

/// <summary>
/// Reads and writes a model as a folder: <c>model.json</c>, which people can read, and <c>weights.br</c>. The weights are little-endian and
/// compressed with Brotli: the numbers of features and classes (hidden units included); then hashes, weights and scales of the features,
/// biases, 8-bit rows class by class, and the rows of the hidden units.
/// </summary>
public static class ModelFolder
{
    /// <summary>
    /// The format that this version writes, and the newest that it reads. It also reads format 1, which has neither hidden units nor
    /// weights by language.
    /// </summary>
    internal const int Format = 2;

    private const string ManifestName = "model.json";
    private const string WeightsName = "weights.br";

    /// <summary>Writes a model, replacing the one in the folder if there is one. The same training writes the same bytes.</summary>
    /// <param name="model">The model to write.</param>
    /// <param name="folder">Path of the folder; it is created if it does not exist.</param>
    /// <param name="rights">Access rights of the folder and its files; by default only their owner may read them.</param>
    /// <exception cref="LearningException">The folder cannot be written.</exception>
    public static void Save(TextModel model, string folder, FileRights? rights = null)
    {
        rights ??= FileRights.Private;
        try
        {
            rights.CreateFolder(folder);
            rights.WriteAllBytes(Path.Combine(folder, WeightsName), Pack(model));
            rights.WriteAllBytes(Path.Combine(folder, ManifestName), ManifestJson.Write(model.Manifest));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LearningException($"{folder} cannot be written. Choose a folder that this user may write to.", failure);
        }
    }

    /// <inheritdoc cref="TextModel.Load"/>
    internal static TextModel Load(string folder)
    {
        var manifest = Path.Combine(folder, ManifestName);
        var weights = Path.Combine(folder, WeightsName);
        if (!File.Exists(manifest) || !File.Exists(weights))
        {
            throw new LearningException(
                $"{folder} holds no model: {ManifestName} and {WeightsName} are expected. colloquy train --model {folder} writes one.");
        }

        try
        {
            var read = ReadManifest(File.ReadAllBytes(manifest), folder);
            return new TextModel(read, ReadWeights(read, File.ReadAllBytes(weights), folder));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LearningException($"{folder} cannot be read. Check that this user may read it.", failure);
        }
    }

    /// <summary>A model that comes with the library. The first prediction reads its weights.</summary>
    internal static TextModel LoadResource(string name)
    {
        var manifest = ReadManifest(Bytes(ManifestName), name);
        return new TextModel(manifest, () => ReadWeights(manifest, Bytes(WeightsName), name));

        byte[] Bytes(string file)
        {
            using var stream = typeof(ModelFolder).Assembly.GetManifestResourceStream($"{name}/{file}")
                ?? throw new InvalidOperationException($"The resource {name}/{file} is missing from the assembly.");
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
    }

    internal static string HashOf(FeatureSpace space, LinearWeights weights, HiddenLayer? hidden) =>
        HashOf(Unpacked(space, weights, hidden));

    private static byte[] Pack(TextModel model)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(Unpacked(model.Space, model.Weights, model.Hidden));
        }

        return packed.ToArray();
    }

    private static byte[] Unpacked(FeatureSpace space, LinearWeights weights, HiddenLayer? hidden)
    {
        using var content = new MemoryStream();
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, space.Width);
        content.Write(number);
        BinaryPrimitives.WriteInt32LittleEndian(number, weights.Classes);
        content.Write(number);
        foreach (var hash in space.Hashes)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(number, hash);
            content.Write(number);
        }

        Write([.. space.Weights, .. weights.Scales, .. weights.Biases]);

        // Class by class: similar numbers are then adjacent and compress better.
        var columns = new sbyte[weights.Rows.Length];
        Turn(weights.Rows, columns, space.Width, weights.Classes);
        content.Write(MemoryMarshal.AsBytes(columns.AsSpan()));
        Write(hidden?.Rows ?? []);
        return content.ToArray();

        void Write(ReadOnlySpan<float> values)
        {
            Span<byte> bytes = stackalloc byte[4];
            foreach (var value in values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
                content.Write(bytes);
            }
        }
    }

    private static ModelManifest ReadManifest(byte[] json, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("format", out var format)
                && format.TryGetInt32(out var written) && written is not (1 or Format))
            {
                throw new LearningException(
                    $"{place}: the model has format {written}, this version reads formats 1 to {Format}. "
                    + "Train it again with this version, or use the version that wrote it.");
            }

            return ManifestJson.Read(document.RootElement);
        }
        catch (JsonException failure)
        {
            throw new LearningException(
                $"{place}: {ManifestName} is not the description of a model ({failure.Message}). Train it again.", failure);
        }
    }

    private static ModelWeights ReadWeights(ModelManifest manifest, byte[] packed, string place)
    {
        try
        {
            return Unpack(manifest, packed);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or OverflowException)
        {
            throw new LearningException(
                $"{place}: {WeightsName} is damaged or belongs to another model. Copy the folder again, or train it again.", failure);
        }
    }

    private static ModelWeights Unpack(ModelManifest manifest, byte[] packed)
    {
        using var source = new MemoryStream(packed);
        using var brotli = new BrotliStream(source, CompressionMode.Decompress);
        var head = new byte[8];
        brotli.ReadExactly(head);
        var width = BinaryPrimitives.ReadInt32LittleEndian(head);
        var classes = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(4));
        var units = classes - manifest.Labels.Length;
        if (width < 0 || units < 0)
        {
            throw new InvalidDataException("The sizes do not match.");
        }

        var floats = checked(4 * width);
        var columns = checked(floats + (4 * ((2 * width) + classes)));
        var hidden = checked(columns + (width * classes));
        var content = new byte[checked(head.Length + hidden + (4 * units * manifest.Labels.Length))];
        head.CopyTo(content, 0);
        brotli.ReadExactly(content.AsSpan(head.Length));
        if (HashOf(content) != manifest.Hash)
        {
            throw new InvalidDataException("The hash does not match.");
        }

        var body = content.AsSpan(head.Length);
        var hashes = new uint[width];
        for (var i = 0; i < width; i++)
        {
            hashes[i] = BinaryPrimitives.ReadUInt32LittleEndian(body[(4 * i)..]);
        }

        var values = Floats(body[floats..], (2 * width) + classes);
        var rows = new sbyte[width * classes];
        Turn(MemoryMarshal.Cast<byte, sbyte>(body[columns..hidden]), rows, classes, width);
        return new ModelWeights(
            new FeatureSpace(manifest.Features, hashes, values[..width]),
            new LinearWeights(rows, values[width..(2 * width)], values[(2 * width)..]),
            units == 0 ? null : new HiddenLayer(Floats(body[hidden..], units * manifest.Labels.Length), manifest.Labels.Length));
    }

    private static float[] Floats(ReadOnlySpan<byte> bytes, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
        }

        return values;
    }

    private static string HashOf(ReadOnlySpan<byte> unpacked) => Convert.ToHexStringLower(XxHash128.Hash(unpacked))[..12];

    /// <summary>Transposes a matrix block by block, so that both sides stay in the processor's cache.</summary>
    private static void Turn(ReadOnlySpan<sbyte> from, Span<sbyte> to, int rows, int columns)
    {
        const int Block = 64;
        for (var c = 0; c < columns; c += Block)
        {
            for (var r = 0; r < rows; r++)
            {
                for (var i = c; i < Math.Min(c + Block, columns); i++)
                {
                    to[(i * rows) + r] = from[(r * columns) + i];
                }
            }
        }
    }
}
