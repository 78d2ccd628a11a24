namespace Colloquy.Pipeline;

/// <summary>What a stage counted, see <see cref="Stores.StageRecord"/>.</summary>
internal readonly record struct StageCount(long Items, long Written, long Bytes);
