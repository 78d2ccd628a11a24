using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>The home that <c>colloquy demo</c> leaves, shared by tests that read it or rebuild what is in it.</summary>
public sealed class DemoHome : IAsyncLifetime
{
    private readonly TempFolder temp = new();

    public string Path => temp.Under("demo");

    internal CliResult Demo { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Demo = await Cli.CallAsync(temp.Path, TestContext.Current.CancellationToken, "demo");

    public ValueTask DisposeAsync()
    {
        temp.Dispose();
        return ValueTask.CompletedTask;
    }
}
