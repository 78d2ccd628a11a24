using System.IO.Hashing;
using System.Text;
using Colloquy.Sources.Files;

namespace Colloquy.Categorisers.Taxonomies;

/// <summary>
/// A vocabulary of topics, intents and sentiments, with the phrases that are evidence for each, read from a YAML (or JSON) file. Immutable.
/// <c>docs/labels.md</c> describes the format.
/// </summary>
public sealed class Taxonomy
{
    /// <summary>Stands for all languages in a file.</summary>
    public const string AnyLanguage = "any";

    private const int Largest = 16 << 20;
    private const string DefaultName = "taxonomy/default.yaml";

    private static ReadOnlySpan<byte> VersionLine => "\nversion: \""u8;

    private static readonly Lazy<Taxonomy> _default = new(LoadDefault);

    // Created on first use: either takes longer than everything that a command without labelling does.
    private readonly Lazy<TaxonomyContent> _content;
    private readonly Lazy<TaxonomyReader> _reader;

    private Taxonomy(string version, ReadOnlySpan<byte> file, Lazy<TaxonomyContent> content)
    {
        Version = version;
        Revision = $"{version}-{Convert.ToHexStringLower(XxHash128.Hash(file))[..12]}";
        _content = content;
        _reader = new Lazy<TaxonomyReader>(() => new TaxonomyReader(this));
    }

    /// <summary>The taxonomy that comes with Colloquy.</summary>
    public static Taxonomy Default => _default.Value;

    /// <summary>The version that the file declares, for people.</summary>
    public string Version { get; }

    /// <summary>The declared version and a hash of the content, so that it changes with every change of the file.</summary>
    public string Revision { get; }

    /// <summary>All categories, in the order of the file.</summary>
    public ImmutableArray<Category> Categories => _content.Value.Categories;

    internal ImmutableArray<Phrase> Phrases => _content.Value.Phrases;

    internal TaxonomyReader Reader => _reader.Value;

    /// <summary>Builds the search now; otherwise the first text does.</summary>
    public void Prepare() => _ = Reader;

    /// <summary>Reads a taxonomy file.</summary>
    /// <param name="path">Path of a YAML or JSON file of at most 16 MB.</param>
    /// <exception cref="TaxonomyException">
    /// The file does not exist, cannot be read or is not a taxonomy; lists all problems at once.
    /// </exception>
    public static Taxonomy Load(string path)
    {
        byte[] content;
        try
        {
            if (RegularFile.Complaint(new FileInfo(path)) is { } complaint && File.Exists(path))
            {
                throw new TaxonomyException(path, [$"{path}: {complaint}; name a regular file"]);
            }

            content = new FileInfo(path) is { Exists: true, Length: > Largest }
                ? throw new TaxonomyException(path, [$"{path}: larger than {Largest >> 20} MB; a taxonomy has a few thousand phrases"])
                : File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TaxonomyException(path, [$"{path}: cannot be read ({e.GetType().Name}); name a readable file"]);
        }

        return Parse(content, path);
    }

    /// <summary>Reads a taxonomy from memory.</summary>
    /// <param name="content">The content of a file, in UTF-8.</param>
    /// <param name="file">The name of the file in error messages.</param>
    /// <exception cref="TaxonomyException">It is not a taxonomy; lists all problems at once.</exception>
    public static Taxonomy Parse(ReadOnlySpan<byte> content, string file)
    {
        var (version, read) = TaxonomyFile.Read(Encoding.UTF8.GetString(content), file);
        return new Taxonomy(version, content, new Lazy<TaxonomyContent>(read));
    }

    private static Taxonomy LoadDefault()
    {
        using var stream = typeof(Taxonomy).Assembly.GetManifestResourceStream(DefaultName)
            ?? throw new InvalidOperationException($"The resource {DefaultName} is missing from the assembly.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);

        // Its version is on a line of its own, so that commands which need only the revision do not parse the file.
        var text = content.AsSpan();
        var version = text[(text.IndexOf(VersionLine) + VersionLine.Length)..];
        return new Taxonomy(
            Encoding.UTF8.GetString(version[..version.IndexOf((byte)'"')]),
            content,
            new Lazy<TaxonomyContent>(() => TaxonomyFile.Read(Encoding.UTF8.GetString(content), DefaultName).Content));
    }
}

/// <summary>What a taxonomy file declares.</summary>
internal sealed record TaxonomyContent(ImmutableArray<Category> Categories, ImmutableArray<Phrase> Phrases);
