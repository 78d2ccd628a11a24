using System.Text.Json.Serialization;
using Colloquy.Sources.NocoDb.Schema;

namespace Colloquy.Sources.NocoDb.Marks;

/// <summary>JSON of marks.</summary>
[JsonSerializable(typeof(SourceSchema))]
[JsonSerializable(typeof(TailMark))]
[JsonSerializable(typeof(Tile.Value))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true,
    RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
internal sealed partial class MarkJson : JsonSerializerContext;
