using System.CommandLine;
using Colloquy.Cli;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>Help and docs/cli.md name everything that the commands take.</summary>
public sealed class CommandTreeTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly RootCommand Root = CommandLine.Root(new Invocation(
        new Terminal(TextWriter.Null, TextWriter.Null, ErrorIsTerminal: false, Width: 100, new Dictionary<string, string>(), Folder: "."), TimeProvider.System));

    public static TheoryData<string> Commands => [.. Root.Subcommands.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_names_every_option_and_says_what_it_does(string name)
    {
        var command = Root.Subcommands.Single(command => command.Name == name);
        using var temp = new TempFolder();
        var help = await Cli.CallAsync(temp.Path, Stop, name, "--help");
        Assert.Equal((0, ""), (help.ExitCode, help.Errors));
        Assert.Contains(command.Description!, help.Output, StringComparison.Ordinal);
        Assert.All(command.Options.Concat(Root.Options.Where(option => option.Recursive)), option => Assert.Contains(
            help.Output.Split('\n'), line => line.Contains(option.Name, StringComparison.Ordinal) && line.Contains(option.Description!, StringComparison.Ordinal)));
        Assert.All(command.Arguments, argument => Assert.Contains(argument.Description!, help.Output, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(temp.Path));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Docs_have_a_section_for_every_command_with_its_options(string name)
    {
        var command = Root.Subcommands.Single(command => command.Name == name);
        var section = Docs().Split("\n## ").Single(section => section.StartsWith($"colloquy {name}\n", StringComparison.Ordinal));
        Assert.All(Whole(command).SelectMany(one => one.Options).Where(option => option.Name != "--help"), option => Assert.Contains($"`{option.Name}", section, StringComparison.Ordinal));
        Assert.All(command.Subcommands, one => Assert.Contains($"$ colloquy {name} {one.Name}", section, StringComparison.Ordinal));
        Assert.All(command.Options.SelectMany(option => option.Aliases).Where(alias => alias is "-o"), alias => Assert.Contains($"`{alias}`", section, StringComparison.Ordinal));
        Assert.Contains($"$ colloquy {name}", section, StringComparison.Ordinal);
    }

    [Fact]
    public void Docs_name_no_option_that_is_not_there()
    {
        var known = Whole(Root).SelectMany(command => command.Options).SelectMany(option => option.Aliases.Append(option.Name)).ToHashSet();
        var named = Docs().Split('`').Where((part, index) => index % 2 == 1 && part.StartsWith("--", StringComparison.Ordinal)).Select(part => part.Split(' ')[0]);
        Assert.All(named, option => Assert.Contains(option, known));
    }

    [Fact]
    public async Task Version_is_that_of_the_build()
    {
        using var temp = new TempFolder();
        var version = await Cli.RunAsync(temp.Path, Stop, "--version");
        Assert.Equal(0, version.ExitCode);
        Assert.Equal(typeof(CommandLine).Assembly.GetName().Version!.ToString(3), version.Output.Trim().Split('+', '-')[0]);
    }

    private static IEnumerable<Command> Whole(Command command) => command.Subcommands.SelectMany(Whole).Prepend(command);

    private static string Docs() => File.ReadAllText(Path.Combine(Repository.Root, "docs", "cli.md")).ReplaceLineEndings("\n");
}
