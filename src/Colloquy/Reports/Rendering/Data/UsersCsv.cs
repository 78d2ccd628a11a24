namespace Colloquy.Reports.Rendering.Data;

/// <summary>People as CSV, one row per person.</summary>
internal static class UsersCsv
{
    public static string Write(UsersReport report)
    {
        var currencies = CsvText.Currencies(report.Users.Select(u => u.Cost));
        var csv = new CsvText();
        csv.Cells(["kind", "id", "first_seen", "last_seen"])
            .Cells(NumberFields.OfUser.Select(f => f.Name))
            .Cells(CsvText.CostColumns(currencies))
            .Cells(["topics", "models"])
            .EndRow();
        foreach (var user in report.Users)
        {
            csv.Cell(user.Actor.KindName).Text(user.Actor.Id).Cell(Literal.Of(user.FirstSeen)).Cell(Literal.Of(user.LastSeen))
                .Cells(NumberFields.OfUser.Select(f => f.Read(user)))
                .Cost(currencies, user.Cost)
                .Tallies(user.Topics).Tallies(user.Models)
                .EndRow();
        }

        return csv.ToString();
    }
}
