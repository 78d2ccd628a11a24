using System.Text.Json;
using System.Text.Json.Serialization;

namespace Colloquy.Sources.Files;

/// <summary>What is remembered of a file that was read, to see whether it has to be read again.</summary>
/// <param name="Modified">Last write, in ticks of UTC.</param>
/// <param name="Zone">Zone that its local times were read in.</param>
/// <param name="Settled">False when the file may have been written to, within the clock's resolution, after it was read.</param>
/// <param name="Warning">What was wrong with the file as a whole; it stays wrong until the file changes.</param>
internal sealed partial record FileMark(int Version, long Length, long Modified, string Zone, bool Settled, string? Warning)
{
    // Goes up when the reader gets more out of the same file.
    private const int CurrentVersion = 1;

    // Coarsest time stamps of a file system in use: a file written later than this before its reading may change again without showing it.
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(2);

    public static FileMark Of(SourceFile file, TimeZoneInfo zone, DateTimeOffset read, string? warning) =>
        new(CurrentVersion, file.Length, file.Modified.Ticks, zone.Id, file.Modified < read.UtcDateTime - Resolution, warning);

    public static FileMark? Parse(string value)
    {
        try
        {
            return JsonSerializer.Deserialize(value, Json.Default.FileMark);
        }
        catch (JsonException)
        {
            // A mark of another version of Colloquy: the file is read again, which is always safe.
            return null;
        }
    }

    public bool Covers(SourceFile file, TimeZoneInfo zone) =>
        Settled && Version == CurrentVersion && Length == file.Length && Modified == file.Modified.Ticks && Zone == zone.Id;

    public override string ToString() => JsonSerializer.Serialize(this, Json.Default.FileMark);

    [JsonSerializable(typeof(FileMark))]
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    private sealed partial class Json : JsonSerializerContext;
}
