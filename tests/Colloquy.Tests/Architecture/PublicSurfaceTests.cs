using System.Reflection;
using Colloquy.TestKit;
using PublicApiGenerator;

namespace Colloquy.Tests.Architecture;

/// <summary>
/// What a package shows to others is decided, never an accident: it is what the approved file of the package says. A change that is meant
/// goes with a change of the file: run this test with COLLOQUY_TEST_APPROVE=1 and review the difference.
/// </summary>
public sealed class PublicSurfaceTests
{
    private static readonly ApiGeneratorOptions _options = new() { IncludeAssemblyAttributes = false };

    public static TheoryData<string> Packages =>
    [
        "Colloquy", "Colloquy.Chat", "Colloquy.Hosting", "Colloquy.Lake", "Colloquy.Mongo", "Colloquy.Query", "Colloquy.S3", "Colloquy.Sqlite",
    ];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_the_approved_one(string package)
    {
        var file = Path.Combine(Repository.Root, "tests", "Colloquy.Tests", "Architecture", "Surface", $"{package}.txt");
        var surface = Assembly.Load(package).GeneratePublicApi(_options).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("COLLOQUY_TEST_APPROVE") == "1")
        {
            File.WriteAllText(file, surface);
        }

        var approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        Assert.Equal([], Lines(surface).Except(Lines(approved), StringComparer.Ordinal).Select(line => $"not approved: {line}"));
        Assert.Equal([], Lines(approved).Except(Lines(surface), StringComparer.Ordinal).Select(line => $"no longer there: {line}"));
        Assert.Equal(approved, surface);
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim());
}
