using System.Xml.Linq;
using Colloquy.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Colloquy.Tests.Architecture;

/// <summary>One room uses a type of another.</summary>
/// <param name="Example">File and type.</param>
internal sealed record RoomReference(string From, string To, string Example);

/// <summary>
/// References between the folders of src/Colloquy, found by compiling its sources: every name counts for the type that it means or whose
/// member it means, whether the type is written down or inferred.
/// </summary>
internal static class RoomReferences
{
    private static readonly string Core = Path.Combine(Repository.Root, "src", "Colloquy");

    private static readonly string[] ImplicitUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    /// <returns>One reference for each pair of rooms.</returns>
    public static ImmutableArray<RoomReference> Find()
    {
        var compilation = Compile();
        return
        [
            .. compilation.SyntaxTrees.AsParallel()
                .SelectMany(tree => ReferencesOf(tree, compilation.GetSemanticModel(tree)))
                .GroupBy(reference => (reference.From, reference.To))
                .Select(pair => pair.MinBy(reference => reference.Example, StringComparer.Ordinal)!),
        ];
    }

    private static IEnumerable<RoomReference> ReferencesOf(SyntaxTree tree, SemanticModel model)
    {
        if (RoomOf(tree) is not { } from)
        {
            yield break;
        }

        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            if (node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax
                && TypeMeantBy(model.GetSymbolInfo(node).Symbol) is { DeclaringSyntaxReferences: [var declaration, ..] } type
                && RoomOf(declaration.SyntaxTree) is { } to && to != from)
            {
                yield return new RoomReference(from, to, $"{Path.GetFileName(tree.FilePath)} uses {type.Name}");
            }
        }
    }

    private static INamedTypeSymbol? TypeMeantBy(ISymbol? symbol) =>
        (symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition;

    // Null for a file that is in no folder.
    private static string? RoomOf(SyntaxTree tree) =>
        Path.GetRelativePath(Core, tree.FilePath).Split(Path.DirectorySeparatorChar) is [var room, _, ..] ? room : null;

    // Generated code is missing, so the compilation has errors, but names mean what they mean in the build.
    private static CSharpCompilation Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None);
        var usings = ImplicitUsings.Concat(
            XDocument.Load(Path.Combine(Core, "Colloquy.csproj")).Descendants("Using").Select(one => (string)one.Attribute("Include")!));
        var sources = Directory.EnumerateFiles(Core, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(Core, file).Split(Path.DirectorySeparatorChar)[0] is not ("obj" or "bin"))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))
            .Append(CSharpSyntaxTree.ParseText(
                string.Concat(usings.Select(one => $"global using {one};\n")), options, Path.Combine(Core, "ProjectUsings.cs")));
        var packages = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("Colloquy.", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file));
        return CSharpCompilation.Create("Colloquy", sources, packages);
    }
}
