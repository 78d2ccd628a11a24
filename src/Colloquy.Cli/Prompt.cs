using Colloquy.Configuration;

namespace Colloquy.Cli;

/// <summary>Options of a command that a person waits for: a server that cannot be reached is told of within ten seconds, where a job would go on trying.</summary>
internal static class Prompt
{
    // The rest of the ten is for starting and for two quick retries.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    public static ColloquyOptions Promptly(this ColloquyOptions options) => options with
    {
        Mongo = options.Mongo is { } mongo ? mongo with { MaxRetries = Math.Min(mongo.MaxRetries, 2), Patience = Patience } : null,
        S3 = options.S3 is { } bucket ? bucket with { Patience = Patience } : null,
    };
}
