using Colloquy.Stores;

namespace Colloquy.Collect;

/// <summary>What one collect did.</summary>
/// <param name="Rows">Rows read, dead ones included.</param>
/// <param name="Skipped">Rows outside of the asked scope; they were not stored and do not count as seen.</param>
/// <param name="RawBytes">Uncompressed bytes read.</param>
/// <param name="Warnings">What the operator must hear, for example that a file is cut short.</param>
public sealed record CollectResult(long Rows, long Skipped, long RawBytes, CommitResult Commits, ImmutableArray<string> Warnings);
