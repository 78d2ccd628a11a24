using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Configuration;
using Colloquy.Reports;
using Colloquy.Sources;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>How a run ended, as the process says it.</summary>
public static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int DeadLetters = 3;
    public const int NotReconciled = 4;
    public const int Cancelled = 130;

    /// <summary>The code of a run that is over. One that never said how it ended failed.</summary>
    public static int Of(RunRecord run) => run.ExitCode ?? Failed;

    /// <summary>The code of a failure: <see cref="Usage"/> where somebody has to change something first, <see cref="Failed"/> where another try may go well.</summary>
    public static int Of(Exception failure) => failure switch
    {
        SourceException source => source.IsOutage ? Failed : Usage,
        StoreException store => store.NeedsChange ? Usage : Failed,
        ConfigurationException or ReportException or TaxonomyException or LearningException => Usage,
        _ => Failed,
    };
}
