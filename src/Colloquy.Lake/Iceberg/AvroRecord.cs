namespace Colloquy.Lake.Iceberg;

/// <summary>A record. Fields are looked up by Iceberg id, or by name, because some writers omit the ids.</summary>
internal sealed record AvroRecord(
    IReadOnlyDictionary<int, object?> ById, IReadOnlyDictionary<string, object?> ByName, IReadOnlyList<object?> Values)
{
    /// <exception cref="InvalidDataException">The field is missing.</exception>
    public T Get<T>(int id, string name) =>
        Find(id, name) is T value ? value : throw new InvalidDataException($"A record of the table's metadata has no {name}.");

    public long? MaybeLong(int id, string name) => Find(id, name) as long?;

    public object? Find(int id, string name) => ById.TryGetValue(id, out var value) ? value : ByName.GetValueOrDefault(name);
}
