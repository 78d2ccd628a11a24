namespace Colloquy.Sources.Rows;

/// <summary>Columns of Dify's <c>end_users</c>.</summary>
internal static class EndUserRows
{
    private static readonly ColumnSet Columns = new(SourceTable.EndUsers);
    private static readonly Column Id = Columns.Require("id");
    private static readonly Column ExternalId = Columns.Require("external_user_id");
    private static readonly Column IsAnonymous = Columns.Add("is_anonymous");
    private static readonly Column CreatedAt = Columns.Add("created_at");
    private static readonly Column UpdatedAt = Columns.Add("updated_at");

    // For an anonymous visitor, Dify gives the session as the external id.
    public static TableRows<EndUser> Table { get; } = new(Columns, Id, row => new EndUser(
        row.Id(Id), row.Boolean(IsAnonymous) == true ? null : row.Reference(ExternalId), row.Instant(CreatedAt), row.Instant(UpdatedAt)));
}
