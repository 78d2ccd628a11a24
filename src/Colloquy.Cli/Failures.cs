using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Configuration;
using Colloquy.Pipeline;
using Colloquy.Query;
using Colloquy.Reports;
using Colloquy.Sources;
using Colloquy.Stores;
using Colloquy.Stores.Ownership;

namespace Colloquy.Cli;

/// <summary>What a person is told of a failure. Its exit code is <see cref="ExitCode.Of"/>.</summary>
internal static class Failures
{
    public static string Describe(Exception failure) => failure switch
    {
        ConfigurationException or SourceException or ReportException or TaxonomyException or LearningException or StoreException or ConversationException or RunInProgressException
            or QueryException
            or IOException or UnauthorizedAccessException => failure.Message,

        // A person gets the kind of failure and a way on, not only a stack of calls.
        _ => $"Colloquy failed: {failure.GetType().Name}: {failure.Message}\n{failure.StackTrace}\n"
            + "Nothing is lost: the next run goes on from here. colloquy doctor checks the set-up; a bug report should quote the lines above.",
    };
}
