using Colloquy.Cli;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.TestKit;

namespace Colloquy.Tests.Configuration;

/// <summary>docs/configuration.md and the table of settings say the same.</summary>
public sealed class ConfigurationDocsTests
{
    private static readonly string Docs = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));

    private static readonly string[][] Rows =
        [.. Docs.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries))];

    [Fact]
    public void The_document_has_the_settings_of_the_table_and_no_others() => Assert.Equal(
        Components.Default.Settings.Select(setting => (setting.Name, setting.Default, setting.Meaning)),
        Rows.Select(row => (row[0].Trim('`'), row[2].Trim('`'), row[3])));

    [Fact]
    public void The_document_names_the_options_that_name_a_setting()
    {
        var invocation = new Invocation(
            new Terminal(TextWriter.Null, TextWriter.Null, false, 100, new Dictionary<string, string>(), "."), TimeProvider.System);
        var root = CommandLine.Root(invocation);
        var options = root.Options.Concat(root.Subcommands.SelectMany(command => command.Options)).Distinct();
        Assert.Equal(
            from option in options
            from setting in Components.Default.Settings
            where option.Description!.EndsWith($"({setting.Name})", StringComparison.Ordinal)
            orderby option.Name
            select (option.Name, setting.Name),
            from row in Rows
            where row[1].Length > 0
            orderby row[1]
            select (row[1].Trim('`'), row[0].Trim('`')));
    }
}
