using System.Collections.Immutable;
using Colloquy.Configuration;
using Colloquy.Hosting;

namespace Colloquy.Cli.Commands;

/// <summary>A file system that Colloquy writes to.</summary>
/// <param name="Root">Mount point.</param>
/// <param name="Free">Bytes that this user can still write.</param>
/// <param name="Parts">What is on it: <c>home</c>, <c>store</c>, <c>lake</c>, <c>cache</c>, <c>temporary files</c>.</param>
internal sealed record Volume(string Root, long Free, ImmutableArray<string> Parts);

/// <summary>
/// Finds the file systems of the folders in use. Links are followed, and the mount point counts, not the root of the path.
/// </summary>
internal static class Volumes
{
    public const string Store = "store";
    public const string Lake = "lake";
    private const int MostLinks = 40;

    public static IEnumerable<Volume> Of(ColloquyOptions options)
    {
        List<(string Part, string Path)> folders = [("home", options.Home)];
        if (options.Store.FileIn(options.Home) is { } store)
        {
            folders.Add((Store, store));
        }

        folders.Add(options.Lake.FolderIn(options.Home) is { } lake ? (Lake, lake) : ("cache", options.CachePath));
        folders.Add(("temporary files", Path.GetTempPath()));
        return Of(folders);
    }

    /// <summary>Each file system once, in the order of the folders. Folders need not exist yet.</summary>
    public static IEnumerable<Volume> Of(IEnumerable<(string Part, string Path)> folders) =>
        from folder in folders
        let place = RealPath(folder.Path, MostLinks)
        group (folder.Part, Place: place) by MountOf(place) into volume
        select new Volume(volume.Key, FreeAt(volume.Key, volume.First().Place), [.. volume.Select(one => one.Part)]);

    /// <summary>The nearest existing parent folder, with links resolved.</summary>
    internal static string RealPath(string path, int links = MostLinks)
    {
        var there = Path.GetFullPath(path);
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } parent)
        {
            there = parent;
        }

        var root = Path.GetPathRoot(there)!;
        var real = root;
        foreach (var name in there[root.Length..].Split(
            [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, name);
            if (links > 0 && Directory.ResolveLinkTarget(real, returnFinalTarget: true) is { } target)
            {
                real = RealPath(target.FullName, links - 1);
            }
        }

        return real;
    }

    private static string MountOf(string place) => OperatingSystem.IsWindows()
        ? Path.GetPathRoot(place)!
        : DriveInfo.GetDrives().Select(drive => drive.Name).Where(mount => IsUnder(place, mount)).MaxBy(mount => mount.Length) ?? "/";

    private static bool IsUnder(string place, string mount) =>
        place == mount || place.StartsWith(mount.EndsWith('/') ? mount : mount + "/", StringComparison.Ordinal);

    // On Unix any folder works; Windows needs the drive.
    private static long FreeAt(string mount, string place) => new DriveInfo(OperatingSystem.IsWindows() ? mount : place).AvailableFreeSpace;
}
