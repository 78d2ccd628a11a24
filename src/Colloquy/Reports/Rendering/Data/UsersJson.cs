namespace Colloquy.Reports.Rendering.Data;

/// <summary>People as JSON.</summary>
internal static class UsersJson
{
    public static string Write(UsersReport report) => JsonText.Document(json =>
    {
        json.WriteString("report", "users");
        json.WriteString("from", Literal.Of(report.From));
        json.WriteString("to", Literal.Of(report.To));
        json.WriteNumber("total", report.Total);
        json.WriteArray("users", report.Users, user =>
        {
            json.WriteStartObject();
            json.WriteString("kind", user.Actor.KindName);
            json.WriteString("id", user.Actor.Id);
            json.WriteString("first_seen", Literal.Of(user.FirstSeen));
            json.WriteString("last_seen", Literal.Of(user.LastSeen));
            json.WriteNumbers(NumberFields.OfUser, user);
            json.WriteCost(user.Cost);
            json.WriteTallies("topics", user.Topics);
            json.WriteTallies("models", user.Models);
            json.WriteEndObject();
        });
    });
}
