namespace Colloquy.Categorisers.Models;

/// <summary>Examples or a model cannot be used. The message names the file, what is wrong and what to do.</summary>
public sealed class LearningException(string message, Exception? cause = null) : Exception(message, cause);
