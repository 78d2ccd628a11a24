using Colloquy.Sources.Rows;

namespace Colloquy.Sources.Files;

/// <summary>Position of a record in its page.</summary>
/// <param name="Place">Position in the file, from 1: the line, or the row if lines have no meaning.</param>
/// <param name="AtEnd">Whether only the end of the data ends the record. If it is broken, it may have been truncated.</param>
/// <param name="Fault">Set if the record cannot be a row, whatever it contains.</param>
internal readonly record struct RawRecord(int Start, int Length, long Place, bool AtEnd = false, RowFault? Fault = null);
