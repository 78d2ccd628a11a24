using System.IO.Hashing;
using Colloquy.Sources.Files;

namespace Colloquy.Categorisers.Taxonomies;

/// <summary>
/// A declared vocabulary of topics, intents and sentiments with the phrases that speak for each, read from a YAML (or JSON) file. Immutable.
/// <c>docs/labels.md</c> describes the format.
/// </summary>
public sealed class Taxonomy
{
    /// <summary>Stands for every language in a file.</summary>
    public const string AnyLanguage = "any";

    private const int Largest = 16 << 20;
    private const string DefaultName = "taxonomy/default.yaml";

    private static readonly Lazy<Taxonomy> _default = new(LoadDefault);

    // Takes longer to make than all that a command does which labels nothing; made once, whoever asks.
    private readonly Lazy<TaxonomyReader> _reader;

    internal Taxonomy(string version, string revision, ImmutableArray<Category> categories, ImmutableArray<Phrase> phrases)
    {
        Version = version;
        Revision = revision;
        Categories = categories;
        Phrases = phrases;
        _reader = new Lazy<TaxonomyReader>(() => new TaxonomyReader(this));
    }

    /// <summary>The taxonomy that comes with Colloquy.</summary>
    public static Taxonomy Default => _default.Value;

    /// <summary>The file's own version, for people.</summary>
    public string Version { get; }

    /// <summary>Version and content hash: changes with every change of the file.</summary>
    public string Revision { get; }

    /// <summary>In the order of the file.</summary>
    public ImmutableArray<Category> Categories { get; }

    internal ImmutableArray<Phrase> Phrases { get; }

    internal TaxonomyReader Reader => _reader.Value;

    /// <summary>Makes now what is otherwise made by the first text.</summary>
    public void Prepare() => _ = Reader;

    /// <exception cref="TaxonomyException">The file is not there, cannot be read or is not a taxonomy; lists all problems at once.</exception>
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
                ? throw new TaxonomyException(path, [$"{path}: larger than {Largest >> 20} MB; a taxonomy has some thousand phrases"])
                : File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TaxonomyException(path, [$"{path}: cannot be read ({e.GetType().Name}); name a readable file"]);
        }

        return Parse(content, path);
    }

    /// <param name="content">The bytes of a file in UTF-8.</param>
    /// <param name="file">Its name in error messages.</param>
    /// <exception cref="TaxonomyException">It is not a taxonomy; lists all problems at once.</exception>
    public static Taxonomy Parse(ReadOnlySpan<byte> content, string file)
    {
        var hash = Convert.ToHexStringLower(XxHash128.Hash(content))[..12];
        return TaxonomyFile.Read(System.Text.Encoding.UTF8.GetString(content), hash, file);
    }

    private static Taxonomy LoadDefault()
    {
        using var stream = typeof(Taxonomy).Assembly.GetManifestResourceStream(DefaultName)
            ?? throw new InvalidOperationException($"The resource {DefaultName} is missing from the assembly.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return Parse(content, DefaultName);
    }
}
