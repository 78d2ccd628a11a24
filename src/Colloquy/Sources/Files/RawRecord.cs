using Colloquy.Sources.Rows;

namespace Colloquy.Sources.Files;

/// <summary>Where one record lies in its page.</summary>
/// <param name="Place">Place in the file: number of the line, or of the row where lines mean nothing; from 1.</param>
/// <param name="AtEnd">Nothing closes the record but the end of the data: if it is broken, it may have been cut.</param>
/// <param name="Fault">Set when the record is no row whatever is in it.</param>
internal readonly record struct RawRecord(int Start, int Length, long Place, bool AtEnd = false, RowFault? Fault = null);
