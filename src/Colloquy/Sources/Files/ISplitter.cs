namespace Colloquy.Sources.Files;

/// <summary>Finds the boundaries of records in text.</summary>
internal interface ISplitter
{
    string PlaceName { get; }

    /// <summary>What is wrong with the file if it ends here; null if nothing is.</summary>
    string? Complaint { get; }

    /// <summary>Takes the next piece of the text.</summary>
    /// <param name="ended">Whether no more text follows.</param>
    /// <returns>False if the text does not hold a complete piece.</returns>
    bool TryNext(ReadOnlySpan<byte> text, bool ended, out Piece piece);

    /// <summary>Gives up the record at the beginning of the text.</summary>
    /// <returns>Its number.</returns>
    long Abandon();

    /// <summary>Looks for a position where a record may begin, after an abandoned one. The text arrives in pieces.</summary>
    /// <returns>The index, or -1.</returns>
    int Resume(ReadOnlySpan<byte> text);
}

/// <summary>A piece of text.</summary>
/// <param name="Consumed">Bytes of the piece.</param>
/// <param name="Start">Offset of its record.</param>
/// <param name="Length">Bytes of its record; 0 if it has none.</param>
/// <param name="Place">Number of the record.</param>
/// <param name="AtEnd">Whether only the end of the text ends the record.</param>
internal readonly record struct Piece(int Consumed, int Start, int Length, long Place, bool AtEnd = false);
