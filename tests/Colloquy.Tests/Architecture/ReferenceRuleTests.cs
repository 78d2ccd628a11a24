using System.Text.RegularExpressions;
using System.Xml.Linq;
using Colloquy.TestKit;

namespace Colloquy.Tests.Architecture;

/// <summary>Holds the picture of docs/architecture.md: who may reference whom.</summary>
public sealed partial class ReferenceRuleTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Colloquy"] = [],
        ["Colloquy.Sqlite"] = ["Colloquy"],
        ["Colloquy.Mongo"] = ["Colloquy"],
        ["Colloquy.Chat"] = ["Colloquy"],
        ["Colloquy.Lake"] = ["Colloquy"],
        ["Colloquy.Query"] = ["Colloquy", "Colloquy.Lake"],
        ["Colloquy.S3"] = ["Colloquy", "Colloquy.Lake"],
        ["Colloquy.Hosting"] = ["Colloquy", "Colloquy.Chat", "Colloquy.Sqlite", "Colloquy.Mongo", "Colloquy.Lake", "Colloquy.S3", "Colloquy.Query"],
        ["Colloquy.Cli"] = ["Colloquy.Hosting"],
    };

    // The flow: a folder may use those named here. Diagnostics and Model are used by all and use nobody.
    private static readonly Dictionary<string, string[]> FlowRules = new()
    {
        ["Model"] = [],
        ["Diagnostics"] = [],
        ["Http"] = [],
        ["Memory"] = [],
        ["Rights"] = [],
        ["Configuration"] = ["Rights"],
        ["Sources"] = ["Configuration", "Http", "Memory"],
        ["Annotators"] = ["Analyse", "Categorisers", "Configuration", "Http", "Sources", "Stores"],
        ["Categorisers"] = ["Analyse", "Rights", "Sources"],
        ["Analyse"] = [],
        ["Stores"] = ["Configuration", "Rights", "Sources"],
        ["Publish"] = ["Stores"],
        ["Collect"] = ["Memory", "Sources", "Stores", "Pipeline"],
        ["Reports"] = ["Stores", "Publish", "Analyse", "Categorisers"],
    };

    [Fact]
    public void Projects_reference_only_whom_they_may()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(Allowed.Keys.Order(), projects.Select(Path.GetFileNameWithoutExtension).Order());
        foreach (var project in projects)
        {
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/')));
            Assert.Equal(Allowed[Path.GetFileNameWithoutExtension(project)].Order(), references.Order());
        }
    }

    [Fact]
    public void The_core_brings_no_driver()
    {
        var packages = XDocument.Load(Path.Combine(Repository.Root, "src", "Colloquy", "Colloquy.csproj")).Descendants("PackageReference")
            .Select(r => (string)r.Attribute("Include")!);
        Assert.Equal(["CsvHelper", "Microsoft.Extensions.Logging.Abstractions", "Polly.Core", "System.IO.Hashing", "YamlDotNet", "ZstdSharp.Port"], packages.Order());
    }

    [Fact]
    public void Folders_of_the_core_use_only_whom_the_flow_allows()
    {
        var core = Path.Combine(Repository.Root, "src", "Colloquy");
        foreach (var (folder, allowed) in FlowRules)
        {
            foreach (var file in Directory.GetFiles(Path.Combine(core, folder), "*.cs", SearchOption.AllDirectories))
            {
                var used = CoreUsing().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value).Distinct()
                    .Where(name => name != folder && name is not ("Model" or "Diagnostics"));
                Assert.All(used, name => Assert.True(
                    allowed.Contains(name), $"{Path.GetRelativePath(core, file)} uses Colloquy.{name}; {folder} may use: {string.Join(", ", allowed)}"));
            }
        }
    }

    [Fact]
    public void Categorisers_keep_nothing_in_threads_and_take_what_they_use()
    {
        var folder = Path.Combine(Repository.Root, "src", "Colloquy", "Categorisers");
        Assert.All(Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories), file =>
        {
            var code = File.ReadAllText(file);
            Assert.DoesNotContain("ThreadStatic", code, StringComparison.Ordinal);
            Assert.DoesNotContain("ThreadLocal", code, StringComparison.Ordinal);
            Assert.DoesNotContain("Taxonomy.Default", code, StringComparison.Ordinal);
            Assert.DoesNotContain("ShippedModels.", code, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void No_room_of_categorisers_is_in_a_cycle()
    {
        // A namespace sees those around it, so that only types tell what a room uses.
        var core = typeof(Colloquy.Categorisers.Labeller).Assembly;
        const string Root = "Colloquy.Categorisers";
        var used = core.GetTypes().Where(IsInside).GroupBy(t => t.Namespace!, StringComparer.Ordinal).ToDictionary(
            room => room.Key,
            room => room.SelectMany(TypeReferences.Of).Where(IsInside).Select(t => t.Namespace!).Where(n => n != room.Key)
                .ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.Contains(Root + ".Taxonomies", used.Keys);
        while (used.FirstOrDefault(room => room.Value.Count == 0).Key is { } free)
        {
            used.Remove(free);
            foreach (var others in used.Values)
            {
                others.Remove(free);
            }
        }

        Assert.Empty(used.Select(room => $"{room.Key} uses {string.Join(", ", room.Value.Order(StringComparer.Ordinal))}"));

        static bool IsInside(Type type) =>
            type.Namespace is { } name && (name == Root || name.StartsWith(Root + ".", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_version_is_pinned_centrally()
    {
        var projects = Directory.GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories);
        Assert.All(projects, project => Assert.DoesNotContain(
            XDocument.Load(project).Descendants("PackageReference"), r => r.Attribute("Version") is not null));
    }

    [GeneratedRegex(@"^using Colloquy\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex CoreUsing();
}
