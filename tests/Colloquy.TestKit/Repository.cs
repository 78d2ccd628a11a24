using Xunit;

namespace Colloquy.TestKit;

/// <summary>Where the checkout and the shared data are.</summary>
public static class Repository
{
    /// <summary>The folder that holds Colloquy.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The bundled sample in Dify's shape: 300 conversations, 1,037 messages.</summary>
    public static string Sample { get; } = Path.Combine(Root, "samples", "data");

    private static string Shared { get; } =
        Path.GetFullPath(Environment.GetEnvironmentVariable("COLLOQUY_SHARED") ?? Path.Combine(Root, "..", "shared"));

    /// <summary>
    /// A file or folder of the shared data. A test that needs it is skipped where it is not there, except on CI.
    /// </summary>
    public static string SharedData(string relative)
    {
        var path = Path.Combine(Shared, "data", relative);
        var there = Path.Exists(path);
        Assert.SkipUnless(there || OnCi, $"{relative} is not in the shared data; set COLLOQUY_SHARED to the folder that holds data/{relative}.");
        Assert.True(there, $"On CI the shared data must be there: data/{relative} is missing.");
        return path;
    }

    /// <summary>How often tests repeat what happens at random: <c>COLLOQUY_TEST_ROUNDS</c>, or few times.</summary>
    public static int Rounds(int few) =>
        int.TryParse(Environment.GetEnvironmentVariable("COLLOQUY_TEST_ROUNDS"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var rounds) && rounds > 0
            ? rounds
            : few;

    public static bool OnCi => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Colloquy.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Colloquy.slnx.");
    }
}
