using Colloquy.Pipeline;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>
/// The development corpus, run from files into a file and a folder: what other sources and stores are compared with. It is run once for
/// all tests.
/// </summary>
internal static class NearDialogues
{
    private static readonly Lazy<Task<(IReadOnlyList<string> Files, Status Status)>> _run = new(RunAsync);

    /// <returns>The data files of the lake, named by their content, and the status.</returns>
    public static Task<(IReadOnlyList<string> Files, Status Status)> ReadAsync() => _run.Value;

    private static async Task<(IReadOnlyList<string> Files, Status Status)> RunAsync()
    {
        using var temp = new TempFolder();
        await using var home = await Home.OpenAsync(temp.Path, CancellationToken.None);
        Assert.Equal(0, (await home.RunAsync(Repository.SharedData("dialogues"), CancellationToken.None)).ExitCode);
        return ([.. await home.DataFilesAsync(CancellationToken.None)], await home.StatusAsync(CancellationToken.None));
    }
}
