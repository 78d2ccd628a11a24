namespace Colloquy.Model;

/// <summary>A progress mark, committed in the same transaction as its page.</summary>
/// <param name="Key">The unit that was read, see <c>SourcePage.Unit</c>.</param>
/// <param name="Value">Opaque to everyone but the source.</param>
/// <param name="RawBytes">Uncompressed bytes of this unit.</param>
/// <param name="Rows">Rows of this unit, dead letters included.</param>
public sealed record SourceMark(string Key, string Value, long RawBytes, long Rows);
