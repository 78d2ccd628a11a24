namespace Colloquy.Sources.Rows;

/// <summary>Why a row is bad.</summary>
/// <param name="Reason">One of <see cref="DeadReason"/>.</param>
/// <param name="Detail">Column and expected type, or a position in the row. Never a value.</param>
internal sealed record RowFault(string Reason, string Detail);
