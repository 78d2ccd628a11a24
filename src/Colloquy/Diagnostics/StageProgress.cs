namespace Colloquy.Diagnostics;

/// <summary>Progress of a stage, reported once per page, batch or day.</summary>
/// <param name="Stage"><c>collect</c>, <c>analyse</c>, <c>publish</c>, <c>report</c>.</param>
/// <param name="Done">Items processed so far.</param>
/// <param name="Total">Total number of items; null if the source does not know.</param>
/// <param name="Unit">Plural noun for the items: <c>rows</c>, <c>conversations</c>, <c>days</c>.</param>
/// <param name="Bytes">Uncompressed bytes read so far; 0 if not applicable.</param>
public sealed record StageProgress(string Stage, long Done, long? Total, string Unit, long Bytes);
