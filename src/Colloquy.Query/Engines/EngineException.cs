namespace Colloquy.Query.Engines;

/// <summary>The engine failed. The message is for the user.</summary>
internal sealed class EngineException(string message, bool isOfUnreadableFile = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether a Parquet file is invalid, which is also what the engine reports for a file with a hole where it reads.</summary>
    public bool IsOfUnreadableFile { get; } = isOfUnreadableFile;
}
