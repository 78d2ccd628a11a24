namespace Colloquy.Sources.Files;

/// <summary>How rows follow each other in a file.</summary>
internal enum FileFormat
{
    /// <summary>One JSON object a line.</summary>
    Lines,

    /// <summary>JSON objects in an array, or one after the other over several lines.</summary>
    Values,

    /// <summary>JSON objects in the array <c>list</c> of one object, as NocoDB answers.</summary>
    List,

    /// <summary>Comma-separated values with a header.</summary>
    Csv,
}
