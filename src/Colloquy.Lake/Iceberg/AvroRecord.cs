namespace Colloquy.Lake.Iceberg;

/// <summary>A record as read. Fields are found by their Iceberg id, or by name, because some writers leave the ids out.</summary>
internal sealed record AvroRecord(IReadOnlyDictionary<int, object?> ById, IReadOnlyDictionary<string, object?> ByName, IReadOnlyList<object?> Values)
{
    /// <exception cref="InvalidDataException">It is not there.</exception>
    public T Get<T>(int id, string name) =>
        Find(id, name) is T value ? value : throw new InvalidDataException($"A record of the table's metadata has no {name}.");

    public long? MaybeLong(int id, string name) => Find(id, name) as long?;

    public object? Find(int id, string name) => ById.TryGetValue(id, out var value) ? value : ByName.GetValueOrDefault(name);
}
