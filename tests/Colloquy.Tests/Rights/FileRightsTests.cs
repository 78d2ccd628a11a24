using Colloquy.Rights;
using Colloquy.TestKit;

namespace Colloquy.Tests.Rights;

public sealed class FileRightsTests
{
    public static TheoryData<string, int, int> Modes => new() { { "private", 0x180, 0x1C0 }, { "group", 0x1A0, 0x1E8 }, { "all", 0x1A4, 0x1ED } };

    [Theory]
    [MemberData(nameof(Modes))]
    public void Files_and_folders_have_the_rights_that_are_asked_for(string share, int file, int folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Rights are inherited there.");
        var rights = share switch { "group" => FileRights.Group, "all" => FileRights.All, _ => FileRights.Private };
        using var temp = new TempFolder();
        rights.CreateFolder(temp.Under("a/b"));
        rights.WriteAllBytes(temp.Under("a/b/file"), [1]);
        using (var text = rights.CreateText(temp.Under("a/b/text")))
        {
            text.Write("é");
        }

        foreach (var made in (string[])["a", "a/b"])
        {
            Assert.Equal((UnixFileMode)folder, Mode(temp.Under(made)));
        }

        foreach (var made in (string[])["a/b/file", "a/b/text"])
        {
            Assert.Equal((UnixFileMode)file, Mode(temp.Under(made)));
        }

        Assert.Equal("é"u8.ToArray(), File.ReadAllBytes(temp.Under("a/b/text")));
    }

    [Fact]
    public void What_is_there_keeps_its_rights()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Rights are inherited there.");
        using var temp = new TempFolder();
        var shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead;
        Directory.CreateDirectory(temp.Under("there"));
        SetMode(temp.Under("there"), shared);
        File.WriteAllText(temp.Under("there/file"), "");
        SetMode(temp.Under("there/file"), shared);
        FileRights.Private.CreateFolder(temp.Under("there"));
        FileRights.Group.WriteAllBytes(temp.Under("there/file"), [1]);
        Assert.Equal((shared, shared), (Mode(temp.Under("there")), Mode(temp.Under("there/file"))));
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
