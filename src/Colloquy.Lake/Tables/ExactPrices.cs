using System.Text.Json.Nodes;
using Colloquy.Publish;

namespace Colloquy.Lake.Tables;

/// <summary>Adds prices that their columns cannot hold exactly to the unknown columns: <c>{"total_price":"0.00000001"}</c>.</summary>
internal static class ExactPrices
{
    public static string? Extra(MessageRow row) => Extra(row.Turn.Message);

    public static string? Extra(Message message)
    {
        if (Price.IsExact(message.TotalPrice) && Price.IsExact(message.MessageUnitPrice) && Price.IsExact(message.AnswerUnitPrice)
            && Price.IsExact(message.MessagePriceUnit) && Price.IsExact(message.AnswerPriceUnit))
        {
            return message.Extra;
        }

        var members = JsonNode.Parse(message.Extra ?? "{}")!.AsObject();
        foreach (var (name, amount) in Prices(message).Where(p => !Price.IsExact(p.Amount)))
        {
            members[name] = JsonText.Plain(amount!.Value);
        }

        return members.OrderBy(m => m.Key, StringComparer.Ordinal).Aggregate(
            new JsonObject(),
            (sorted, member) =>
            {
                sorted[member.Key] = member.Value?.DeepClone();
                return sorted;
            }).ToJsonString();
    }

    private static IEnumerable<(string Name, decimal? Amount)> Prices(Message message) =>
    [
        ("message_unit_price", message.MessageUnitPrice),
        ("answer_unit_price", message.AnswerUnitPrice),
        ("message_price_unit", message.MessagePriceUnit),
        ("answer_price_unit", message.AnswerPriceUnit),
        ("total_price", message.TotalPrice),
    ];
}
