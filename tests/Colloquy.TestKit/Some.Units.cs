using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Stores;
using Colloquy.Units;

namespace Colloquy.TestKit;

public static partial class Some
{
    /// <summary>Executes the units of collecting, which use nothing but the store.</summary>
    public static IUnitExecutor ExecutorOver(IStore store) =>
        new LocalExecutor(new UnitContext(store, lake: null!, new Lazy<Labeller>(new Labeller([])), new Assembler([])), concurrency: 1);
}
