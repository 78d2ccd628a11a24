namespace Colloquy.Diagnostics;

/// <summary>How far a stage has come; reported once a page, batch or day.</summary>
/// <param name="Stage"><c>collect</c>, <c>analyse</c>, <c>publish</c>, <c>report</c>.</param>
/// <param name="Done">Items done so far.</param>
/// <param name="Total">Items in all; null when the source cannot say.</param>
/// <param name="Unit">What is counted: <c>rows</c>, <c>conversations</c>, <c>days</c>.</param>
/// <param name="Bytes">Uncompressed bytes read so far; 0 where it means nothing.</param>
public sealed record StageProgress(string Stage, long Done, long? Total, string Unit, long Bytes);
