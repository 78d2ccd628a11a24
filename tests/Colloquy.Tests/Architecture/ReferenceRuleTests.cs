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
    public void Every_version_is_pinned_centrally()
    {
        var projects = Directory.GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories);
        Assert.All(projects, project => Assert.DoesNotContain(
            XDocument.Load(project).Descendants("PackageReference"), r => r.Attribute("Version") is not null));
    }
}
