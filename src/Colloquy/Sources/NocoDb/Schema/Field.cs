namespace Colloquy.Sources.NocoDb.Schema;

/// <summary>A column of a NocoDB table.</summary>
/// <param name="Id">NocoDB's id of it, which survives renaming: <c>c…</c>.</param>
/// <param name="Title">As the screen shows it; answers use it as key.</param>
/// <param name="Name">Its name in the database; null in API v3, which does not say.</param>
/// <param name="Type">NocoDB's type: <c>SingleLineText</c>, <c>DateTime</c>, …</param>
/// <param name="IsKey">Part of the primary key, as far as the API says.</param>
/// <param name="IsRequired">Never null, as far as the API says.</param>
internal sealed record Field(string Id, string Title, string? Name, string Type, bool IsKey, bool IsRequired)
{
    /// <summary>What requests call it: the title, or the id where the title has characters that a request cannot carry.</summary>
    public string Reference => Title.Length > 0 && Title.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ' ') ? Title : Id;
}
