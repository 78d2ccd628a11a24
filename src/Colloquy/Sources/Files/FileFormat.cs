namespace Colloquy.Sources.Files;

/// <summary>How rows are laid out in a file.</summary>
internal enum FileFormat
{
    /// <summary>One JSON object per line.</summary>
    Lines,

    /// <summary>JSON objects in an array, or one after the other, possibly over several lines.</summary>
    Values,

    /// <summary>JSON objects in the array <c>list</c> of an object, as in NocoDB's responses.</summary>
    List,

    /// <summary>Comma-separated values with a header.</summary>
    Csv,
}
