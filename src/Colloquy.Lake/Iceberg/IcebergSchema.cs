using System.Text.Json.Nodes;
using Colloquy.Lake.Tables;

namespace Colloquy.Lake.Iceberg;

/// <summary>A table's declaration as an Iceberg schema and partition spec.</summary>
internal static class IcebergSchema
{
    public const int PartitionFieldId = 1000;

    public static string PartitionName(Table table) => table.Partition.Name + "_day";

    public static int LastColumnId(Table table) => table.Columns.Max(c => c.Type == ColumnType.TextList ? c.ElementId : c.Id);

    public static JsonObject Of(Table table, int schemaId) => new()
    {
        ["type"] = "struct",
        ["schema-id"] = schemaId,
        ["fields"] = Fields(table),
    };

    public static JsonArray Fields(Table table) => new([.. table.Columns.Select(Field)]);

    public static JsonArray PartitionFields(Table table) => new(new JsonObject
    {
        ["name"] = PartitionName(table),
        ["transform"] = "day",
        ["source-id"] = table.Partition.Id,
        ["field-id"] = PartitionFieldId,
    });

    private static JsonObject Field(Column column) => new()
    {
        ["id"] = column.Id,
        ["name"] = column.Name,
        ["required"] = column.Required,
        ["type"] = column.Type != ColumnType.TextList ? column.Type.IcebergName() : new JsonObject
        {
            ["type"] = "list",
            ["element-id"] = column.ElementId,
            ["element"] = column.Type.IcebergName(),
            ["element-required"] = true,
        },
    };
}
