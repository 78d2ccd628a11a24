using System.Text.Json;
using System.Text.Json.Serialization;

namespace Colloquy.Sources.Files;

/// <summary>State of a file when it was read, to decide whether it has to be read again.</summary>
/// <param name="Modified">Last write, in UTC ticks.</param>
/// <param name="Zone">Time zone in which its local times were read.</param>
/// <param name="Settled">False if the file may have been written after it was read, within the resolution of its timestamp.</param>
/// <param name="Warning">What was wrong with the file as a whole. It stays wrong until the file changes.</param>
internal sealed partial record FileMark(int Version, long Length, long Modified, string Zone, bool Settled, string? Warning)
{
    // Incremented when the reader gets more out of the same file.
    private const int CurrentVersion = 1;

    // Coarsest timestamps of a file system in use: a file written less than this before it was read may change again without a new
    // timestamp.
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
            // The mark is from another version of Colloquy. Reading the file again is always safe.
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
