namespace Colloquy.Mongo.Storage;

/// <summary>
/// Evaluates a filter in memory with the semantics of the server, for documents that are not on the server. Supports only the
/// operators that the store uses.
/// </summary>
internal static class DocumentFilter
{
    public static bool Matches(BsonDocument document, BsonDocument filter) => filter.Elements.All(element => element.Name switch
    {
        "$and" => element.Value.AsBsonArray.All(part => Matches(document, part.AsBsonDocument)),
        "$or" => element.Value.AsBsonArray.Any(part => Matches(document, part.AsBsonDocument)),
        "$nor" => !element.Value.AsBsonArray.Any(part => Matches(document, part.AsBsonDocument)),
        var path => MatchesField(ValueAt(document, path), element.Value),
    });

    /// <summary>Compares values of one type in the server's sort order.</summary>
    public static int Compare(BsonValue a, BsonValue b) => (a, b) switch
    {
        (BsonString { Value: var left }, BsonString { Value: var right }) => string.CompareOrdinal(left, right),
        _ => a.CompareTo(b),
    };

    public static BsonValue ValueAt(BsonDocument document, string path)
    {
        BsonValue value = document;
        foreach (var name in path.Split('.'))
        {
            value = value is BsonDocument inside && inside.TryGetValue(name, out var found) ? found : BsonNull.Value;
        }

        return value;
    }

    private static bool MatchesField(BsonValue value, BsonValue condition) =>
        condition is BsonDocument { ElementCount: > 0 } operators && operators.GetElement(0).Name[0] == '$'
        ? operators.Elements.All(one => Any(value, item => Holds(one.Name, item, one.Value)))
        : Any(value, item => Compare(item, condition) == 0);

    private static bool Any(BsonValue value, Func<BsonValue, bool> holds) => value is BsonArray items ? items.Any(holds) : holds(value);

    private static bool Holds(string name, BsonValue value, BsonValue operand) => name switch
    {
        "$in" => operand.AsBsonArray.Any(one => Compare(one, value) == 0),
        "$lt" => !value.IsBsonNull && Compare(value, operand) < 0,
        "$lte" => !value.IsBsonNull && Compare(value, operand) <= 0,
        "$gt" => !value.IsBsonNull && Compare(value, operand) > 0,
        "$gte" => !value.IsBsonNull && Compare(value, operand) >= 0,
        _ => throw new NotSupportedException($"The operator {name} is not known here."),
    };
}
