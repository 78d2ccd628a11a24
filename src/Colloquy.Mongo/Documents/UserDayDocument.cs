namespace Colloquy.Mongo.Documents;

/// <summary>One person's activity on one day, as a document.</summary>
internal static class UserDayDocument
{
    public static BsonDocument Of(UserDay row)
    {
        var to = new BsonDocument { { "_id", IdOf(row.Actor, row.Day) } };
        to.Put("actor", ActorOf(row.Actor));
        to.Add("day", Fields.OfDay(row.Day));
        to.Add("date", Fields.DateOf(new DateTimeOffset(row.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)));
        to.Put("conversations", (long?)row.Conversations);
        to.Put("turns", (long?)row.Turns);
        to.Put("tokens_in", row.TokensIn);
        to.Put("tokens_out", row.TokensOut);
        to.Add("cost", new BsonArray(row.Cost.Select(Of)));
        to.Put("errors", (long?)row.Errors);
        to.Put("likes", (long?)row.Likes);
        to.Put("dislikes", (long?)row.Dislikes);
        to.Add("topics", Of(row.Topics));
        to.Add("models", Of(row.Models));
        to.Add("apps", Of(row.Apps));
        return to;
    }

    public static BsonValue IdOf(Actor actor, DateOnly day) => Fields.Of($"{Fields.OfDay(day)} {ActorOf(actor)}");

    /// <returns>Null if the document is damaged.</returns>
    public static UserDay? RowOrNull(BsonDocument from)
    {
        try
        {
            return RowOf(from);
        }
        catch (Exception damage) when (damage is FormatException or InvalidCastException or KeyNotFoundException or OverflowException)
        {
            return null;
        }
    }

    public static UserDay RowOf(BsonDocument from) => new()
    {
        Actor = ActorOf(from.Required("actor")),
        Day = from.Day("day"),
        Conversations = from.Count("conversations"),
        Turns = from.Count("turns"),
        TokensIn = from.Long("tokens_in"),
        TokensOut = from.Long("tokens_out"),
        Cost = [.. from["cost"].AsBsonArray.Select(money => MoneyOf(money.AsBsonDocument))],
        Errors = from.Count("errors"),
        Likes = from.Count("likes"),
        Dislikes = from.Count("dislikes"),
        Topics = TalliesOf(from["topics"]),
        Models = TalliesOf(from["models"]),
        Apps = TalliesOf(from["apps"]),
    };

    /// <summary><c>end_user:ID</c> or <c>account:ID</c>.</summary>
    public static string ActorOf(Actor actor) => actor.KindName + ":" + actor.Id;

    public static Actor ActorOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return new Actor(text[..colon] == "account" ? ActorKind.Account : ActorKind.EndUser, text[(colon + 1)..]);
    }

    private static BsonDocument Of(Money money) =>
        new() { { "currency", Fields.Of(money.Currency) }, { "amount", Fields.Of(money.Amount) } };

    private static Money MoneyOf(BsonDocument from) => new(from.Required("currency"), from.Decimal("amount") ?? 0);

    private static BsonArray Of(ImmutableArray<Tally> tallies) =>
        new(tallies.Select(tally => new BsonDocument { { "value", Fields.Of(tally.Value) }, { "count", tally.Count } }));

    private static ImmutableArray<Tally> TalliesOf(BsonValue from) =>
        [.. from.AsBsonArray.Select(tally => new Tally(tally.AsBsonDocument.Required("value"), tally["count"].ToInt64()))];
}
