namespace Colloquy.TestKit;

/// <summary>An empty folder that is gone afterwards.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("colloquy-test-").FullName;

    public string Under(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes files, by name relative to the folder.</summary>
    public TempFolder With(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        foreach (var (name, content) in files)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Under(name))!);
            File.WriteAllBytes(Under(name), content);
        }

        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
