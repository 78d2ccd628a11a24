using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Colloquy.Mongo.Documents;

/// <summary>Converts a document back to its row: a JSON object with Dify's columns, as read by the files source.</summary>
internal static class RowJson
{
    private static readonly HashSet<string> Ours =
    [
        "_id", "id", "commit", "since", "generation", "record", "gone", "excluded", "extra", "external_user_id",
    ];

    public static string Of(BsonDocument document, string id)
    {
        using var bytes = new MemoryStream();
        using (var to = new Utf8JsonWriter(bytes))
        {
            to.WriteStartObject();
            to.WriteString("id", id);
            foreach (var field in document.Where(
                field => !Ours.Contains(field.Name) && !field.Name.EndsWith("_ticks", StringComparison.Ordinal)))
            {
                to.WritePropertyName(field.Name);
                Write(to, field, document);
            }

            if (document.Text("extra") is { } extra)
            {
                using var columns = JsonDocument.Parse(extra);
                foreach (var column in columns.RootElement.EnumerateObject())
                {
                    column.WriteTo(to);
                }
            }

            to.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter to, BsonElement field, BsonDocument document)
    {
        switch (field.Value)
        {
            case BsonDateTime:
                to.WriteStringValue(document.Time(field.Name)!.Value.ToString("O", CultureInfo.InvariantCulture));
                break;
            case BsonDecimal128 amount:
                to.WriteStringValue(Decimal128.ToDecimal(amount.Value).ToString(CultureInfo.InvariantCulture));
                break;
            case BsonDouble number:
                to.WriteNumberValue(number.Value);
                break;
            case BsonBoolean flag:
                to.WriteBooleanValue(flag.Value);
                break;
            case BsonInt32 or BsonInt64:
                to.WriteNumberValue(field.Value.ToInt64());
                break;
            default:
                to.WriteStringValue(Fields.TextOf(field.Value));
                break;
        }
    }
}
