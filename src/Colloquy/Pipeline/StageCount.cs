namespace Colloquy.Pipeline;

/// <summary>Counts of a stage, see <see cref="Stores.StageRecord"/>.</summary>
internal readonly record struct StageCount(long Items, long Written, long Bytes);
