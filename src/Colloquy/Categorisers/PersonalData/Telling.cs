using System.Buffers;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>Words that say, shortly before a number, what it is.</summary>
internal static class Telling
{
    private const int Reach = 40;

    public static SearchValues<string> Version { get; } = Words("version", "release", "build", " v", "firmware");

    public static SearchValues<string> Phone { get; } = Words(
        "phone", "call", "tel", "mobile", "cell", "number is", "reach me", "contact", "whatsapp", "fax", "handy", "rufnummer", "anruf", "erreichbar", "portable", "appelez", "numéro",
        "llám", "móvil", "numero", "chiama", "cellulare", "telemóvel", "celular", "bellen", "电话", "手机", "電話", "携帯", "номер", "звон", "هاتف", "फोन", "전화", "numara", "điện thoại");

    public static SearchValues<string> TaxId { get; } = Words("steuer", "tax id", "tax number", "tin ", "idnr", "identifikationsnummer");

    public static SearchValues<string> Bsn { get; } = Words("bsn", "burgerservice", "sofi");

    public static SearchValues<string> Pesel { get; } = Words("pesel");

    public static SearchValues<string> Ssn { get; } = Words("ssn", "social security", "sécurité sociale", "nir");

    public static SearchValues<string> Aadhaar { get; } = Words("aadhaar", "aadhar", "आधार");

    public static bool Before(ReadOnlySpan<char> text, int position, SearchValues<string> words) =>
        text[Math.Max(0, position - Reach)..position].ContainsAny(words);

    private static SearchValues<string> Words(params string[] words) => SearchValues.Create(words, StringComparison.OrdinalIgnoreCase);
}
