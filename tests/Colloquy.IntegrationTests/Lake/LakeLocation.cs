namespace Colloquy.IntegrationTests.Lake;

/// <summary>Where a lake is, as ClickHouse is told.</summary>
/// <param name="Folder">Where the engine runs: it reads local tables below its working directory only.</param>
internal abstract record LakeLocation(string Folder)
{
    /// <summary>The table function that reads a table by its Iceberg metadata.</summary>
    public abstract string Table(string name);

    protected static string Quote(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}

/// <summary>A lake in a folder.</summary>
internal sealed record LocalLake(string Folder) : LakeLocation(Folder)
{
    public override string Table(string name) => $"icebergLocal({Quote($"{Folder}/{name}/")})";
}

/// <summary>A lake in a bucket.</summary>
/// <param name="Address">Endpoint, bucket and prefix: <c>http://127.0.0.1:9000/bucket/lake</c>.</param>
internal sealed record S3Lake(string Address, string Key, string Secret) : LakeLocation(Path.GetTempPath())
{
    public override string Table(string name) => $"icebergS3({Quote($"{Address}/{name}/")}, {Quote(Key)}, {Quote(Secret)})";
}
