using System.Xml.Linq;
using Colloquy.TestKit;

namespace Colloquy.Tests.Architecture;

/// <summary>References of projects, as their files declare them. References between rooms: <see cref="RoomTests"/>.</summary>
public sealed class ReferenceRuleTests
{
    [Fact]
    public void Projects_reference_exactly_whom_the_table_of_the_architecture_says()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(KnowsTable.Projects.Keys.Order(), projects.Select(Path.GetFileNameWithoutExtension).Order());
        foreach (var project in projects)
        {
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/')));
            Assert.Equal(KnowsTable.Projects[Path.GetFileNameWithoutExtension(project)].Order(), references.Order());
        }
    }

    [Fact]
    public void The_core_brings_no_driver()
    {
        var packages = XDocument.Load(Path.Combine(Repository.Root, "src", "Colloquy", "Colloquy.csproj")).Descendants("PackageReference")
            .Select(r => (string)r.Attribute("Include")!);
        Assert.Equal(
            ["CsvHelper", "Microsoft.Extensions.Logging.Abstractions", "Polly.Core", "System.IO.Hashing", "YamlDotNet", "ZstdSharp.Port"],
            packages.Order());
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
}
