namespace Colloquy.Lake.Iceberg;

/// <summary>
/// Between the absolute addresses that Iceberg wants and keys relative to the table. A table that was moved still names its old place everywhere: the old
/// location is cut off, whatever it was, so reading goes on.
/// </summary>
/// <param name="Location">As the metadata says.</param>
internal readonly record struct TablePaths(string Location)
{
    public string Absolute(string key) => Location + "/" + key;

    /// <exception cref="InvalidDataException">The address is outside of the table.</exception>
    public string Relative(string address)
    {
        var (root, path) = (Plain(Location), Plain(address));
        return path.StartsWith(root + "/", StringComparison.Ordinal)
            ? path[(root.Length + 1)..]
            : throw new InvalidDataException($"The table at {Location} names a file outside of itself: {address}.");
    }

    public bool Is(string location) => Plain(Location) == Plain(location);

    // Writers spell one place as file:/x, file:///x, /x, or s3://b and s3a://b.
    private static string Plain(string address)
    {
        var trimmed = address.TrimEnd('/');
        return trimmed.StartsWith("file:", StringComparison.Ordinal) ? "/" + trimmed["file:".Length..].TrimStart('/')
            : trimmed.StartsWith("s3a://", StringComparison.Ordinal) ? "s3://" + trimmed["s3a://".Length..]
            : trimmed;
    }
}
