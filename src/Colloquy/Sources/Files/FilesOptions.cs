using Colloquy.Configuration;
using Colloquy.Sources.Rows;

namespace Colloquy.Sources.Files;

/// <summary>A folder of files, or a single file.</summary>
/// <param name="Path">Full path.</param>
public sealed record FilesOptions(string Path) : SourceOptions
{
    private const string Scheme = "files:";

    /// <summary>Chosen by <c>COLLOQUY_SOURCE=files:FOLDER</c>.</summary>
    public static Component<SourceOptions> Component { get; } = new("files", "give --source files:FOLDER", [], Read);

    /// <inheritdoc/>
    public override bool KnowsItsSize => true;

    /// <inheritdoc/>
    public override ISource Create(RowReader rows, TimeProvider clock) => new FilesSource(Path, rows, clock);

    private static FilesOptions? Read(SettingsReader settings) =>
        settings.Text(Settings.Source) is { } text && text.StartsWith(Scheme, StringComparison.Ordinal) && text.Length > Scheme.Length
            ? new FilesOptions(System.IO.Path.GetFullPath(text[Scheme.Length..]))
            : null;
}
