namespace Colloquy.Hosting;

/// <summary>
/// The parts of the configuration that only some commands use. A command reports problems only in the parts that it uses. Everything
/// else (home folder, reports, threads, logs) is always checked.
/// </summary>
[Flags]
public enum OptionParts
{
    /// <summary>No part.</summary>
    None = 0,
    /// <summary>Where conversations come from.</summary>
    Source = 1,
    /// <summary>How rows are read: time zone, page size, redaction.</summary>
    Rows = 2,
    /// <summary>The store.</summary>
    Store = 4,
    /// <summary>The lake and the cache of its files.</summary>
    Lake = 8,
    /// <summary>Taxonomy and models.</summary>
    Labels = 16,
    /// <summary>Chat endpoint and Dify workflow.</summary>
    Annotators = 32,
    /// <summary>All parts.</summary>
    All = Source | Rows | Store | Lake | Labels | Annotators,
}
