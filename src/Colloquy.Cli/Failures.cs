using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Configuration;
using Colloquy.Pipeline;
using Colloquy.Query;
using Colloquy.Reports;
using Colloquy.Sources;
using Colloquy.Stores;
using Colloquy.Units;
using Colloquy.Stores.Ownership;

namespace Colloquy.Cli;

/// <summary>Turns a failure into a message for the user. Its exit code is <see cref="ExitCode.Of"/>.</summary>
internal static class Failures
{
    public static string Describe(Exception failure) => failure switch
    {
        ConfigurationException or SourceException or ReportException or TaxonomyException or LearningException or StoreException
            or ConversationException or RunInProgressException
            or QueryException
            or IOException or UnauthorizedAccessException => failure.Message,

        // The user gets the kind of failure and what to do next, not only a stack trace.
        _ => $"Colloquy failed: {failure.GetType().Name}: {failure.Message}\n{failure.StackTrace}\n"
            + "Completed work is kept; the next run continues from here. Check the setup with colloquy doctor. Please include the lines "
            + "above in a bug report.",
    };
}
