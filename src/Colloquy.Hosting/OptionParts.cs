namespace Colloquy.Hosting;

/// <summary>
/// The parts of the configuration that not every command uses. A command is told of problems in the parts that it uses; everything else
/// (home, reports, threads, logs) is every command's.
/// </summary>
[Flags]
public enum OptionParts
{
    None = 0,
    /// <summary>Where conversations come from.</summary>
    Source = 1,
    /// <summary>How rows are read: zone, page size, redaction.</summary>
    Rows = 2,
    Store = 4,
    Lake = 8,
    /// <summary>Taxonomy and models.</summary>
    Labels = 16,
    /// <summary>Chat endpoint and workflow.</summary>
    Annotators = 32,
    All = Source | Rows | Store | Lake | Labels | Annotators,
}
