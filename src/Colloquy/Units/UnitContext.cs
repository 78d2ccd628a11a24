using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Publish;
using Colloquy.Stores;

namespace Colloquy.Units;

/// <summary>What units may use in the process that executes them.</summary>
/// <param name="store">Units only read it, so a store that is opened read-only will do.</param>
/// <param name="lake">Units stage files in it and commit nothing.</param>
/// <param name="labeller">Created when the first batch is labelled.</param>
/// <param name="assembler">Turns a thread and its labels into an analysed conversation.</param>
public sealed class UnitContext(IStore store, ILake lake, Lazy<Labeller> labeller, Assembler assembler)
{
    internal IStore Store => store;

    internal ILake Lake => lake;

    internal Labeller Labeller => labeller.Value;

    internal Assembler Assembler => assembler;

    /// <summary>Reads days within the memory of this process.</summary>
    internal DayReader Days { get; } = new(store);
}
