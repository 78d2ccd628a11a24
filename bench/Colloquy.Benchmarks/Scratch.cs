namespace Colloquy.Benchmarks;

/// <summary>An empty folder that is gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("colloquy-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
