using Colloquy.TestKit;

namespace Colloquy.Tests.Architecture;

/// <summary>No line of src is wider than 140 columns, except in rooms that are still being narrowed.</summary>
public sealed class CodeWidthTests
{
    private const int Widest = 140;

    // Wider lines that a room has left. Numbers only fall; a room without any is not listed.
    private static readonly Dictionary<string, int> Left = new()
    {
        ["Colloquy.Cli"] = 11,
        ["Colloquy.Lake"] = 2,
        ["Colloquy.Query"] = 5,
        ["Colloquy.S3"] = 2,
        ["Colloquy/Sources"] = 7,
    };

    [Fact]
    public void No_line_is_wider_than_140_columns()
    {
        var src = Path.Combine(Repository.Root, "src");
        var rooms = Directory.EnumerateFiles(src, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(src, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(Path.Combine(src, file))
                .Select((line, index) => (Place: $"{file}:{index + 1}", line.Length)))
            .Where(line => line.Length > Widest)
            .GroupBy(line => RoomOf(line.Place));
        foreach (var room in rooms)
        {
            var most = Left.GetValueOrDefault(room.Key);
            Assert.True(
                room.Count() <= most,
                $"{room.Key} has {room.Count()} lines over {Widest} columns, at most {most} are allowed: "
                + string.Join(", ", room.Select(line => line.Place)));
        }
    }

    private static string RoomOf(string place) =>
        place.Split('/') is ["Colloquy", var folder, _, ..] ? $"Colloquy/{folder}" : place.Split('/')[0];
}
