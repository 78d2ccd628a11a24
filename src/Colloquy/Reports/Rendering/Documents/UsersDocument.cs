namespace Colloquy.Reports.Rendering.Documents;

/// <summary>People as a document.</summary>
internal static class UsersDocument
{
    public const string Title = "People";

    public static Document Of(UsersReport report) => new(
        Title,
        $"{RangeText.Of(report.From, report.To)} · UTC days · {Listed(report)}",
        [new Section(null, People(report))],
        []);

    public static string Listed(UsersReport report) =>
        report.Users.Length < report.Total
            ? $"the {Human.Count(report.Users.Length)} most active of {Human.Count(report.Total)}"
            : report.Total == 1 ? "1 person" : $"{Human.Count(report.Total)} people";

    public static Grid People(UsersReport report) => Grid.Of(
        report.Users,
        (new GridColumn("Person", Words: true), u => u.Actor.Id),
        (new GridColumn("Kind", Words: true), u => u.Actor.Kind == ActorKind.EndUser ? "end user" : "account"),
        (new GridColumn("Convs"), u => Human.Count(u.Conversations)),
        (new GridColumn("Turns"), u => Human.Count(u.Turns)),
        (new GridColumn("Active days"), u => Human.Count(u.ActiveDays)),
        (new GridColumn("First seen", Words: true), u => Human.Day(u.FirstSeen)),
        (new GridColumn("Last seen", Words: true), u => Human.Day(u.LastSeen)),
        (new GridColumn("Tokens in/out"), Tokens),
        (new GridColumn("Cost"), u => Human.Cost(u.Cost)),
        (new GridColumn("Errors"), u => Human.Count(u.Errors)),
        (new GridColumn("Likes"), u => Human.Count(u.Likes)),
        (new GridColumn("Dislikes"), u => Human.Count(u.Dislikes)),
        (new GridColumn("Top topic", Words: true), u => First(u.Topics)),
        (new GridColumn("Top model", Words: true), u => First(u.Models)));

    private static string Tokens(UserTotals user) =>
        user is { TokensIn: null, TokensOut: null } ? Human.Unknown : $"{Human.Compact(user.TokensIn)} / {Human.Compact(user.TokensOut)}";

    private static string First(ImmutableArray<Tally> tallies) => tallies.IsEmpty ? Human.Unknown : tallies[0].Value;
}
