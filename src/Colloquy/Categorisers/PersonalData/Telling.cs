using System.Buffers;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// Words that say, shortly before a number, what the number is. Short words must stand alone, longer ones may begin a word, and long ones
/// may occur anywhere.
/// </summary>
internal sealed class Telling
{
    private const int Reach = 40;
    private const int Alone = 4;
    private const int Anywhere = 7;
    private const int LongestMask = 16;

    private readonly string[] _words;
    private readonly SearchValues<string> _any;

    private Telling(params string[] words)
    {
        // If several words begin alike, the longest one is matched first.
        _words = [.. words.OrderByDescending(w => w.Length)];
        _any = SearchValues.Create(words, StringComparison.OrdinalIgnoreCase);
    }

    public static Telling Version { get; } = new(
        "version", "release", "build", "v", "v.", "ver", "ver.", "firmware", "upgrad", "driver", "sdk", "package", "assembly", "section",
        "chapter", "clause", "==", "rev", "revision",
        "versión", "versão", "versione", "wersja", "wersji", "sürüm", "версия", "версии", "版本", "バージョン", "버전", "kapitel", "abschnitt",
        "nuget", "patch", "oid");

    public static Telling Phone { get; } = new(
        "phone", "telephone", "smartphone", "call", "calls", "calling", "tel", "mobile", "mob", "cell", "cellphone", "my number",
        "his number", "her number", "phone number", "mobile number", "contact number", "this number", "the number", "their number",
        "our number", "its number", "your number", "reach me", "contact", "whatsapp", "fax", "text me", "sms", "ring me", "dial",
        "handy", "handynummer", "mobil", "mobilnummer", "telefon", "telefonnummer", "rufnummer", "anruf", "anrufen", "erreichbar",
        "meine nummer", "tél", "téléphone", "portable", "appelez", "appeler", "numéro",
        "llám", "llama", "móvil", "teléfono", "telefono", "numero", "número", "chiama", "cellulare", "cell.", "telefone", "telemóvel",
        "celular", "ligue", "bellen", "bel me", "telefoon", "mobiel", "mijn nummer",
        "telefonu", "telefonem", "komórk", "zadzwoń", "zavolej", "puhelin", "ring mig", "telefonszám", "电话", "手机", "联系", "電話", "携帯",
        "номер", "телефон", "звон", "тел.", "هاتف", "اتصل", "جوال", "موبايل", "رقمي", "واتساب", "تلفن", "تماس", "شماره",
        "फोन", "मोबाइल", "नंबर", "कॉल", "ফোন", "전화", "연락처", "numara", "numaram", "điện thoại", "số", "โทร", "เบอร์", "τηλέφωνο", "κινητό",
        "טלפון", "telp", "hubungi", "nomor");

    /// <summary>What numbers are if they are not telephone numbers.</summary>
    public static Telling OtherNumber { get; } = new(
        "order", "invoice", "ticket", "id", "ids", "created", "updated", "timestamp", "epoch", "millis", "seconds", "tracking", "sku",
        "item", "serial", "isbn", "ean", "gtin", "build", "batch", "case", "ref", "reference",
        "part", "order number", "rechnung", "bestellung", "bestell", "kundennummer", "auftrag", "commande", "facture", "pedido",
        "factura", "ordine", "fattura", "zamówieni", "заказ", "订单", "編號", "编号", "注文", "주문",
        "номер заказа", "رقم الطلب", "number of", "order no", "account number", "ts", "mtime", "expires", "exp", "iat", "size", "bytes",
        "offset", "price", "total", "amount", "count", "port", "pid", "hash", "commit");

    public static Telling TaxId { get; } = new("steuer", "tax id", "tax number", "tin", "idnr", "identifikationsnummer");

    public static Telling Bsn { get; } = new("bsn", "burgerservice", "sofi");

    public static Telling Pesel { get; } = new("pesel");

    public static Telling Ssn { get; } = new("ssn", "social security", "sécurité sociale", "nir");

    public static Telling Aadhaar { get; } = new("aadhaar", "aadhar", "आधार");

    public static Telling Card { get; } = new("card", "visa", "mastercard", "amex", "karte", "kreditkarte", "carte", "tarjeta", "carta",
        "cartão", "kaart", "karta", "карт", "卡", "カード", "카드", "بطاقة");

    public static Telling Home { get; } = new("live at", "living at", "lives at", "reside at", "address", "ship to", "deliver to",
        "send it to", "moved to", "based at", "home is");

    public bool IsBefore(ReadOnlySpan<char> text, int position) => LastBefore(text, position) >= 0;

    /// <summary>Position of the last of these words shortly before a position; negative if there is none.</summary>
    public int LastBefore(ReadOnlySpan<char> text, int position)
    {
        var start = Math.Max(0, position - Reach);
        var last = -1;
        for (var i = start; i < position;)
        {
            var next = text[i..position].IndexOfAny(_any);
            if (next < 0)
            {
                break;
            }

            i += next;
            last = Stands(text[..position], i) ? i : last;
            i++;
        }

        return last;
    }

    private bool Stands(ReadOnlySpan<char> text, int at)
    {
        if (IsOfMask(text, at))
        {
            return false;
        }

        foreach (var word in _words)
        {
            if (!text[at..].StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var end = at + word.Length;
            // Scripts without capitals write no blanks around a word, or add endings to it.
            if (word.Length >= Anywhere || (word[0] > 0x250 && !char.IsUpper(char.ToUpperInvariant(word[0])))
                || ((at == 0 || !char.IsLetter(text[at - 1]) || !char.IsLetter(word[0])
                    || (char.IsUpper(text[at]) && char.IsLower(text[at - 1])))
                    && (word.Length > Alone || end >= text.Length || !char.IsLetter(text[end]) || !char.IsLetter(word[^1]))))
            {
                return true;
            }
        }

        return false;
    }

    // A mask such as [phone] stands for a number, and says nothing about the next one.
    private static bool IsOfMask(ReadOnlySpan<char> text, int at)
    {
        for (var most = at - LongestMask; at > 0 && at > most && (char.IsAsciiLetterLower(text[at - 1]) || text[at - 1] == '_');)
        {
            at--;
        }

        return at > 0 && text[at - 1] == '[';
    }
}
