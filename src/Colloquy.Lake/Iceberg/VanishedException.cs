using Colloquy.Publish;

namespace Colloquy.Lake.Iceberg;

/// <summary>A file referenced by the metadata is missing: another commit replaced it, or it was deleted.</summary>
internal sealed class VanishedException(string key)
    : IOException($"{key} is referenced by the table's metadata but missing. {LakeDamage.Repair}");
