namespace Colloquy.IntegrationTests.Lake;

/// <summary>Where a lake is, as engines are told.</summary>
/// <param name="Folder">Where ClickHouse runs: it reads local tables below its working directory only.</param>
/// <param name="Address">As the metadata says it: <c>s3://bucket/prefix</c>.</param>
/// <param name="Reached">The folder or the URL at which it can be read without credentials.</param>
internal abstract record LakeLocation(string Folder, string Address, string Reached)
{
    /// <summary>ClickHouse's table function that reads a table by its Iceberg metadata.</summary>
    public abstract string Table(string name);

    protected static string Quote(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}

/// <summary>A lake in a folder.</summary>
internal sealed record LocalLake(string Path) : LakeLocation(Path, "file://" + Path.Replace('\\', '/'), Path.Replace('\\', '/'))
{
    public override string Table(string name) => $"icebergLocal({Quote($"{Path}/{name}/")})";
}

/// <summary>A lake in a bucket that everybody may read.</summary>
/// <param name="Url">Endpoint, bucket and prefix: <c>http://127.0.0.1:9000/bucket/lake</c>.</param>
internal sealed record S3Lake(string Location, string Url, string Key, string Secret) : LakeLocation(System.IO.Path.GetTempPath(), Location, Url)
{
    public override string Table(string name) => $"icebergS3({Quote($"{Url}/{name}/")}, {Quote(Key)}, {Quote(Secret)})";
}
