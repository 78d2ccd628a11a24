namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>One row read: good, or a dead letter.</summary>
/// <param name="Created">Null only for a bad row without a time.</param>
internal readonly record struct ReadRow<T>(
    string? Id, T? Row, DeadLetter? Dead, DateTimeOffset? Created, DateTimeOffset? Updated, bool Live, ReadOnlyMemory<byte> Raw)
    where T : class;
