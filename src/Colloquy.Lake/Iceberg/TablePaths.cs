namespace Colloquy.Lake.Iceberg;

/// <summary>
/// Converts between the absolute addresses that Iceberg requires and keys relative to the table. After a move, the metadata still contains
/// the old location; it is removed, whatever it was, so the table stays readable.
/// </summary>
/// <param name="Location">As in the metadata.</param>
internal readonly record struct TablePaths(string Location)
{
    public string Absolute(string key) => Location + "/" + key;

    /// <exception cref="InvalidDataException">The address is outside the table.</exception>
    public string Relative(string address)
    {
        var (root, path) = (Plain(Location), Plain(address));
        return path.StartsWith(root + "/", StringComparison.Ordinal)
            ? path[(root.Length + 1)..]
            : throw new InvalidDataException($"The table at {Location} references a file outside of it: {address}.");
    }

    public bool Is(string location) => Plain(Location) == Plain(location);

    // The same location can be written as file:/x, file:///x or /x, and as s3://b or s3a://b.
    private static string Plain(string address)
    {
        var trimmed = address.TrimEnd('/');
        return trimmed.StartsWith("file:", StringComparison.Ordinal) ? "/" + trimmed["file:".Length..].TrimStart('/')
            : trimmed.StartsWith("s3a://", StringComparison.Ordinal) ? "s3://" + trimmed["s3a://".Length..]
            : trimmed;
    }
}
