using Colloquy.Publish;

namespace Colloquy.Lake.Iceberg;

/// <summary>A file that the metadata names is not there: another commit replaced it, or somebody removed it.</summary>
internal sealed class VanishedException(string key)
    : IOException($"{key} is named by the table's metadata and is not there. {LakeDamage.Repair}");
