namespace Colloquy.Categorisers.PersonalData;

/// <summary>Kind of personal data. The names in snake case are used in labels and masks: <c>national_id</c>.</summary>
internal enum PersonalDataKind
{
    Email,
    Phone,
    Card,
    Iban,
    Ip,
    NationalId,
    StreetAddress,
    Secret,
}
