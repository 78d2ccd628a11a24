namespace Colloquy.Model;

/// <summary>A mark of progress, committed in the same transaction as the page that carries it.</summary>
/// <param name="Key">The unit that was read, see <c>SourcePage.Unit</c>.</param>
/// <param name="Value">Opaque to everybody but the source.</param>
/// <param name="RawBytes">Uncompressed bytes that this unit of the source holds.</param>
/// <param name="Rows">Rows that this unit of the source holds, dead ones included.</param>
public sealed record SourceMark(string Key, string Value, long RawBytes, long Rows);
