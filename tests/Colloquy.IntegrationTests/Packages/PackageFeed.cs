using System.Security;
using System.Text.Json;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Packages;

/// <summary>
/// A folder outside the repository with the packed libraries and projects that use them. Only Colloquy's packages come from the feed;
/// all others are those that the build of the repository has restored, so nothing is downloaded.
/// </summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private const string Version = "0.1.0";
    private readonly TempFolder folder = new();

    private static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public async ValueTask InitializeAsync()
    {
        var libraries = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(project => Path.GetFileNameWithoutExtension(project) != "Colloquy.Cli");
        Write("pack.proj", $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{Xml(string.Join(';', libraries))}" Targets="Pack" BuildInParallel="true"
                  Properties="Configuration={Configuration};NoBuild=true;IncludeSymbols=false;PackageVersion={Version};PackageOutputPath={Xml(folder.Under("feed"))}" />
              </Target>
            </Project>
            """);
        Write("NuGet.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <fallbackPackageFolders><clear /><add key="restored" value="{Xml(RestoredPackages())}" /></fallbackPackageFolders>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
            </configuration>
            """);
        await DotnetAsync(folder.Path, "msbuild", "pack.proj", "-target:Pack");
    }

    /// <summary>Builds a program of samples/ with references to packages only.</summary>
    /// <param name="packages">References, beside that to Colloquy.Hosting, as they stand in the project.</param>
    /// <returns>The folder of the project, and the program to be run with dotnet.</returns>
    public async Task<(string Folder, string Program)> BuildAsync(string sample, string sdk, string packages = "")
    {
        var project = Directory.CreateDirectory(folder.Under(sample)).FullName;
        File.Copy(Path.Combine(Repository.Root, "samples", sample, "Program.cs"), Path.Combine(project, "Program.cs"));
        Write($"{sample}/{sample}.csproj", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Colloquy.Hosting" Version="{Version}" />
                {packages}
              </ItemGroup>
            </Project>
            """);
        await DotnetAsync(project, "build");
        return (project, Path.Combine(project, "bin", "Debug", "net10.0", sample + ".dll"));
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    // No process of the build may outlive the test.
    private static Task<string> DotnetAsync(string folder, params string[] arguments) =>
        Programs.RunAsync(folder, "dotnet", [.. arguments, "-nologo", "-verbosity:quiet", "-maxCpuCount", "-nodeReuse:false"]);

    private static string RestoredPackages()
    {
        using var assets = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(Repository.Root, "src", "Colloquy.Hosting", "obj", "project.assets.json")));
        return assets.RootElement.GetProperty("packageFolders").EnumerateObject().First().Name;
    }

    private static string Xml(string text) => SecurityElement.Escape(text);

    private void Write(string name, string text) => File.WriteAllText(folder.Under(name), text);
}
