using Colloquy.Cli;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.TestKit;

namespace Colloquy.Tests.Cli;

/// <summary>Which place wins: option, environment, .env, default.</summary>
public sealed class InvocationTests
{
    [Theory]
    [InlineData(null, null, 5_000)]
    [InlineData("BATCH_SIZE=1", null, 1)]
    [InlineData("BATCH_SIZE=1", "", 1)]
    [InlineData("BATCH_SIZE=1", "2", 2)]
    [InlineData(null, "2", 2)]
    public void The_environment_wins_over_the_file(string? file, string? environment, int expected) =>
        Assert.Equal(expected, Read(file, Settings.BatchSize, environment).BatchSize);

    [Theory]
    [InlineData(null, null, "--home", "c", "c")]
    [InlineData("COLLOQUY_HOME=a", null, "--home", "c", "c")]
    [InlineData("COLLOQUY_HOME=a", "b", "--home", "c", "c")]
    [InlineData("COLLOQUY_HOME=a", "b", null, null, "b")]
    public void An_option_wins_over_both(string? file, string? environment, string? option, string? value, string expected) =>
        Assert.Equal(Path.GetFullPath(expected), Read(file, Settings.Home, environment, option, value).Home);

    [Theory]
    [InlineData("COLLOQUY_SOURCE=a", null, null, ".env")]
    [InlineData("COLLOQUY_SOURCE=a", "b", null, "environment")]
    [InlineData("COLLOQUY_SOURCE=a", "b", "c", "--source")]
    public void A_problem_names_the_place_that_won(string? file, string? environment, string? option, string place)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Read(file, Settings.Source, environment, option is null ? null : "--source", option));
        Assert.StartsWith($"COLLOQUY_SOURCE ({place}) ", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    private static ColloquyOptions Read(string? file, string name, string? environment, string? option = null, string? value = null)
    {
        using var folder = new TempFolder();
        if (file is not null)
        {
            File.WriteAllText(folder.Under(".env"), file + "\n");
        }

        var variables = environment is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [name] = environment };
        var invocation = new Invocation(new Terminal(TextWriter.Null, TextWriter.Null, false, 100, variables, folder.Path), TimeProvider.System);
        return invocation.ReadOptions(CommandLine.Root(invocation).Parse(option is null ? ["run"] : ["run", option, value!]));
    }
}
