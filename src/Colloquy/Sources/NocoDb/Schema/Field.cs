namespace Colloquy.Sources.NocoDb.Schema;

/// <summary>A column of a NocoDB table.</summary>
/// <param name="Id">NocoDB's id, which survives renaming: <c>c…</c>.</param>
/// <param name="Title">The title in the UI, which is the key in responses.</param>
/// <param name="Name">The name in the database; null in API v3, which does not return it.</param>
/// <param name="Type">NocoDB's type: <c>SingleLineText</c>, <c>DateTime</c>, …</param>
/// <param name="IsKey">Whether it is part of the primary key, as far as the API says.</param>
/// <param name="IsRequired">Whether it is never null, as far as the API says.</param>
internal sealed record Field(string Id, string Title, string? Name, string Type, bool IsKey, bool IsRequired)
{
    /// <summary>The name used in requests: the title, or the id if the title has characters that a request cannot carry.</summary>
    public string Reference => Title.Length > 0 && Title.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ' ') ? Title : Id;
}
