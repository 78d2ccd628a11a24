using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Configuration;
using Colloquy.Reports;
using Colloquy.Sources;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>Exit codes of the process.</summary>
public static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Done = 0;
    /// <summary>A failure that may not occur again.</summary>
    public const int Failed = 1;
    /// <summary>Wrong usage or configuration: something has to be changed first.</summary>
    public const int Usage = 2;
    /// <summary>Success, but with dead letters or warnings.</summary>
    public const int DeadLetters = 3;
    /// <summary>Counts of store, lake and reports do not match.</summary>
    public const int NotReconciled = 4;
    /// <summary>Cancelled by a signal.</summary>
    public const int Cancelled = 130;

    /// <summary>The exit code of a finished run; <see cref="Failed"/> if the run never recorded one.</summary>
    public static int Of(RunRecord run) => run.ExitCode ?? Failed;

    /// <summary>
    /// The exit code of a failure: <see cref="Usage"/> if something has to be changed first, <see cref="Failed"/> if a retry may succeed.
    /// </summary>
    public static int Of(Exception failure) => failure switch
    {
        SourceException source => source.IsOutage ? Failed : Usage,
        StoreException store => store.NeedsChange ? Usage : Failed,
        ConfigurationException or ReportException or TaxonomyException or LearningException => Usage,
        _ => Failed,
    };
}
