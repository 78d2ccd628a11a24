namespace Colloquy.Sources.Files;

/// <summary>Finds where records begin and end in text.</summary>
internal interface ISplitter
{
    string PlaceName { get; }

    /// <summary>What is wrong with the file when it ends here; null when nothing is.</summary>
    string? Complaint { get; }

    /// <summary>Takes the next piece off the text.</summary>
    /// <param name="ended">No more text follows.</param>
    /// <returns>False when the text does not hold a whole piece.</returns>
    bool TryNext(ReadOnlySpan<byte> text, bool ended, out Piece piece);

    /// <summary>Gives up on the record that the text begins with.</summary>
    /// <returns>Its number.</returns>
    long Abandon();

    /// <summary>Looks for a place where a record may begin, in the text that follows the beginning of an abandoned one.</summary>
    /// <returns>Index of the place, or -1. The text is handed over in pieces.</returns>
    int Resume(ReadOnlySpan<byte> text);
}

/// <summary>A piece of text.</summary>
/// <param name="Consumed">Bytes of the whole piece.</param>
/// <param name="Start">Where its record begins.</param>
/// <param name="Length">Bytes of its record; 0 when it has none.</param>
/// <param name="Place">Number of the record.</param>
/// <param name="AtEnd">The record ends with the text and not by itself.</param>
internal readonly record struct Piece(int Consumed, int Start, int Length, long Place, bool AtEnd = false);
