namespace Colloquy.Sources.Rows;

/// <summary>Why a row cannot be taken.</summary>
/// <param name="Reason">One of <see cref="DeadReason"/>.</param>
/// <param name="Detail">Column and expectation, or a place in the row. Never a value.</param>
internal sealed record RowFault(string Reason, string Detail);
