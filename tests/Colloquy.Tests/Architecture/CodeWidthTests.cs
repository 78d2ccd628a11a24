using Colloquy.TestKit;

namespace Colloquy.Tests.Architecture;

public sealed class CodeWidthTests
{
    private const int Widest = 140;

    [Fact]
    public void No_line_of_src_is_wider_than_140_columns()
    {
        var src = Path.Combine(Repository.Root, "src");
        Assert.Empty(Directory.EnumerateFiles(src, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(src, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(Path.Combine(src, file)).Index()
                .Where(line => line.Item.Length > Widest)
                .Select(line => $"{file}:{line.Index + 1}")));
    }
}
