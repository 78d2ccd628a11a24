namespace Colloquy.Categorisers.PersonalData;

/// <summary>A place in a text that holds personal data.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Index of its first character.</param>
/// <param name="Length">Length in characters, at least 1.</param>
internal readonly record struct PersonalDatum(PersonalDataKind Kind, int Start, int Length)
{
    /// <summary>Index of the character after it.</summary>
    public int End => Start + Length;

    /// <summary>The name of a kind in labels and masks: <c>email</c>, <c>national_id</c>, …</summary>
    public static string NameOf(PersonalDataKind kind) => kind switch
    {
        PersonalDataKind.NationalId => "national_id",
        PersonalDataKind.StreetAddress => "street_address",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
