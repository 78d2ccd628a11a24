namespace Colloquy.Categorisers.PersonalData;

/// <summary>What personal data is found. The names in snake case are the values of labels and of masks.</summary>
public enum PersonalDataKind
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
