using Colloquy.Stores;

namespace Colloquy.Collect;

/// <summary>The result of one collect.</summary>
/// <param name="Rows">Rows read, dead letters included.</param>
/// <param name="Skipped">Rows outside the requested scope. They are not stored and do not count as seen.</param>
/// <param name="RawBytes">Uncompressed bytes read.</param>
/// <param name="Warnings">Messages for the operator, for example that a file is truncated.</param>
internal sealed record CollectResult(long Rows, long Skipped, long RawBytes, CommitResult Commits, ImmutableArray<string> Warnings);
