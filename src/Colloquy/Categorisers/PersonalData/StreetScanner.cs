namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// A house number next to a street: <c>221B Baker Street</c>, <c>Hauptstraße 5a</c>, <c>12 bis, rue de la Paix</c>, <c>Calle de Alcalá,
/// 45</c>, <c>Via Roma 12/A</c>, <c>Prinsengracht 263</c>. Names must be capitalised, so that tacos in a street are not an address.
/// </summary>
internal static class StreetScanner
{
    private const int MostWords = 5;
    private const int MostLetters = 40;

    // After a name, capitalised or not.
    private static readonly Set _after = Words(
        "street", "st", "avenue", "ave", "road", "rd", "boulevard", "blvd", "lane", "ln", "drive", "court", "ct", "highway", "hwy",
        "parkway", "pkwy", "terrace", "crescent");

    // After a name and capitalised, since these words have other meanings too.
    private static readonly Set _afterCapital = Words("Close", "Square", "Sq", "Gardens", "Place", "Pl", "Way", "Mews", "Row", "Grove",
        "Hill", "Walk", "Circle", "Green", "Dr", "Quay", "Wharf", "Circus", "Rise", "Cl", "Gate", "Embankment", "Broadway");

    private static readonly Set _plain = Words("street", "avenue", "road", "lane", "drive", "boulevard");

    private static readonly Set _quarters = Words("north", "south", "east", "west", "n", "s", "e", "w");
    private static readonly Set _elsewhere = Words("to", "on", "in", "at", "from", "with", "for", "by", "is", "are", "was", "per", "off",
        "near", "along", "down", "up", "via");

    private static readonly Set _next = Words("rue", "avenue", "av", "boulevard", "bd", "blvd", "chemin", "quai", "impasse", "allée",
        "allee", "allées", "place", "ruelle", "sentier", "faubourg", "villa", "rond-point");
    private static readonly Set _nextWithLink = Words("cours", "route", "square", "passage");
    private static readonly Set _links = Words("de", "la", "le", "les", "du", "des", "et", "aux", "au", "à");
    private static readonly Set _endsOfNames = Words("à", "au", "et", "le", "la", "les");
    private static readonly Set _repeats = Words("bis", "ter", "quater");

    private static readonly Set _before = Words(
        "calle", "c", "avenida", "avda", "av", "plaza", "pza", "paseo", "camino", "carretera", "ronda", "travesía", "glorieta",
        "callejón", "rambla", "viale", "piazza", "piazzale", "corso", "vicolo", "strada",
        "largo", "lungomare", "rua", "travessa", "praça", "alameda", "rodovia", "ul", "ulica", "ulice", "ул", "улица", "проспект", "вул",
        "вулиця", "via", "rue", "avenue", "chemin", "boulevard", "quai", "impasse", "laan", "carrer", "avinguda", "plaça", "passeig");
    private static readonly Set _linksBefore = Words("de", "del", "la", "las", "los", "el", "dels", "les", "le", "du", "des", "dei",
        "della", "delle", "degli", "di", "dell", "da", "do", "dos", "das", "e", "y", "i", "van", "den", "der", "et", "à", "aux");
    private static readonly Set _markers = Words("n", "nº", "n°", "no", "nr", "núm", "num", "número", "numero", "º", "д", "дом", "č");

    // "via" is also an English word.
    private static readonly Set _beforeVia = Words("in", "a", "di", "abito", "abita", "indirizzo", "sede", "residente", "domicilio");

    private static readonly Set _alone = Words("straße", "strasse", "str", "allee", "platz", "weg", "gasse", "damm", "ring", "chaussee",
        "ufer");
    private static readonly string[] _endings = ["straße", "strasse", "str", "gasse", "allee", "platz", "weg", "damm", "chaussee",
        "straat", "laan", "gracht", "plein", "singel", "kade", "gatan", "vägen", "gade", "vej"];
    private static readonly Set _noStreets = Words(
        "Sitzplatz", "Stehplatz", "Stellplatz", "Parkplatz", "Arbeitsplatz", "Tabellenplatz", "Studienplatz", "Rückweg", "Hinweg",
        "Umweg", "Ausweg", "Seeweg", "Landweg", "Rechtsweg", "Bundesstraße", "Dekade", "Aufgabe", "Brigade");
    private static readonly Set _particles = Words("van", "de", "der", "den", "het", "ter", "ten", "'t");

    private static readonly Set _beforeYears = Words("in", "since", "by", "until", "during", "of", "from", "year", "im", "seit", "en",
        "dal", "nel", "desde", "before", "after", "for");

    public static PersonalDatum? At(ReadOnlySpan<char> text, NumberText number)
    {
        var length = number.FirstEnd - number.Start;
        if (number.Plus || length is < 1 or > 5 || (number.Start > 0 && text[number.Start - 1] is '$' or '€' or '£' or '.' or ',' or '_'))
        {
            return null;
        }

        return Behind(text, number.Start, number.FirstEnd) ?? Ahead(text, number.Start, number.FirstEnd) ?? Chinese(text, number.Start,
            number.FirstEnd);
    }

    // 221B Baker Street, 12 rue de la Paix.
    private static PersonalDatum? Behind(ReadOnlySpan<char> text, int start, int end)
    {
        var at = end + (IsSuffix(text, end) ? 1 : 0);
        if (French(text, start, at) is { } address)
        {
            return address;
        }

        if (IsYear(text[start..end]) && WordBefore(text, start, out var said, out _) && _beforeYears.Contains(said))
        {
            return null;
        }

        var (named, told) = (false, false);
        for (var words = 1; words <= MostWords && NextWord(text, ref at, out var word); words++)
        {
            var capital = char.IsUpper(word[0]) || char.IsAsciiDigit(word[0]);
            if (words > 1 && (named ? IsStreet(word, capital, end - start) : told && words < 4 && _plain.Contains(word)))
            {
                var from = StartOfRange(text, start);
                return new PersonalDatum(PersonalDataKind.StreetAddress, from, EndOfStreet(text, at) - from);
            }

            // Later words of a name may be in lower case unless they lead elsewhere.
            if (words == 1)
            {
                named = (capital && !_plain.Contains(word)) || _quarters.Contains(word);
                told = !named && Telling.Home.IsBefore(text, start);
            }

            if ((!named && !told) || _elsewhere.Contains(word))
            {
                return null;
            }
        }

        return null;
    }

    // A capitalised word, also after an elided article: d'Italie.
    private static bool IsName(ReadOnlySpan<char> word) => char.IsUpper(word[0])
        || (word.IndexOfAny('\'', '’') is >= 1 and <= 4 and var elided && elided + 1 < word.Length && char.IsUpper(word[elided + 1]));

    private static bool IsStreet(ReadOnlySpan<char> word, bool capital, int digits) =>
        _after.Contains(word) || (capital && (_afterCapital.Contains(word) || (digits > 1 && word is "Park")));

    // Blossom Hill Road.
    private static int EndOfStreet(ReadOnlySpan<char> text, int at)
    {
        var end = text[at - 1] == '.' ? at - 1 : at;
        while (end == at && NextWord(text, ref at, out var word) && char.IsUpper(word[0]) && IsStreet(word, true, 1))
        {
            end = text[at - 1] == '.' ? at - 1 : at;
        }

        return end;
    }

    // 14 - 16 Bridge Street.
    private static int StartOfRange(ReadOnlySpan<char> text, int start)
    {
        var at = start;
        at -= at > 0 && text[at - 1] == ' ' ? 1 : 0;
        if (at == 0 || text[at - 1] != '-')
        {
            return start;
        }

        at--;
        at -= at > 0 && text[at - 1] == ' ' ? 1 : 0;
        var end = at;
        while (at > 0 && end - at < 5 && char.IsAsciiDigit(text[at - 1]))
        {
            at--;
        }

        return at < end && (at == 0 || text[at - 1] is ' ' or '(' or ',' or ':') ? at : start;
    }

    // The kind of street, linking words, and a capitalised name: rue de la Paix, avenue d'Italie.
    private static PersonalDatum? French(ReadOnlySpan<char> text, int start, int at)
    {
        var ahead = at;
        if (NextWord(text, ref ahead, out var word) && _repeats.Contains(word))
        {
            at = ahead;
        }

        at += at < text.Length && text[at] == ',' ? 1 : 0;
        if (!NextWord(text, ref at, out var kind))
        {
            return null;
        }

        var linkOnly = _nextWithLink.Contains(kind);
        if (!linkOnly && !_next.Contains(kind))
        {
            return null;
        }

        at += at < text.Length && text[at] == '.' ? 1 : 0;
        var end = 0;
        for (var words = 0; words < MostWords && NextWord(text, ref at, out var name); words++)
        {
            var isName = IsName(name) || (name.Length < 3 && char.IsAsciiDigit(name[0]));
            if (!isName && (!_links.Contains(name) || (end > 0 && _endsOfNames.Contains(name) && text[end..(at - name.Length)] is " ")))
            {
                break;
            }

            if (words == 0 && linkOnly && isName && name[1 % name.Length] is not ('\'' or '’'))
            {
                return null;
            }

            end = isName ? at : end;
        }

        return end == 0 ? null : new PersonalDatum(PersonalDataKind.StreetAddress, start, end - start);
    }

    // Hauptstraße 5, Calle de Alcalá 45.
    private static PersonalDatum? Ahead(ReadOnlySpan<char> text, int start, int end)
    {
        if (end < text.Length && (text[end] is ':' or '.' or '%' or ',' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))
            || (end < text.Length && text[end] == '%'))
        {
            return null;
        }

        var at = start;
        var (names, lastCapital, commas) = (0, false, false);
        for (var words = 1; words <= MostWords + 1; words++)
        {
            if (!WordBefore(text, at, out var word, out var wordStart))
            {
                return null;
            }

            commas |= names == 0 && text[wordStart + word.Length] == ',';
            if (names == 0 && _markers.Contains(word))
            {
                at = wordStart;
                continue;
            }

            if (IsYear(text[start..end]) && !commas)
            {
                return null;
            }

            var capital = IsName(word);
            if (names == 0 && capital && StreetOfOneWord(text, word, wordStart) is >= 0 and var from)
            {
                return new PersonalDatum(PersonalDataKind.StreetAddress, from, EndOfHouse(text, end) - from);
            }

            if (names > 0 && lastCapital && _before.Contains(word) && IsKind(text, word, wordStart, commas))
            {
                return new PersonalDatum(PersonalDataKind.StreetAddress, wordStart, EndOfHouse(text, end) - wordStart);
            }

            if (!capital && !_linksBefore.Contains(word))
            {
                return null;
            }

            names++;
            lastCapital |= capital;
            at = wordStart;
        }

        return null;
    }

    // 中山路123号.
    private static PersonalDatum? Chinese(ReadOnlySpan<char> text, int start, int end)
    {
        if (end >= text.Length || text[end] is not ('号' or '號') || start == 0 || text[start - 1] is not ('路' or '街' or '道' or '巷' or '弄'))
        {
            return null;
        }

        var from = start - 1;
        while (from > 0 && start - from < 6 && char.IsLetter(text[from - 1])
            && text[from - 1] is not ('市' or '区' or '區' or '在' or '是' or '住'))
        {
            from--;
        }

        return from < start - 1 ? new PersonalDatum(PersonalDataKind.StreetAddress, from, end + 1 - from) : null;
    }

    /// <returns>Where the street that ends with this word begins; negative if there is none.</returns>
    private static int StreetOfOneWord(ReadOnlySpan<char> text, ReadOnlySpan<char> word, int start)
    {
        if (word.Equals("vía", StringComparison.OrdinalIgnoreCase) || word is "Via")
        {
            return WordBefore(text, start, out var great, out var greatStart) && great is "Gran" ? greatStart : -1;
        }

        if (_alone.Contains(word))
        {
            return WordBefore(text, start, out var name, out var nameStart) && char.IsUpper(name[0])
                && text[nameStart + name.Length] == ' ' && (word.Length > 4 || name.EndsWith("er"))
                ? nameStart
                : word.Length > 5 ? start : -1;
        }

        if (word.Length <= 5 || !EndsLikeStreet(word) || _noStreets.Contains(word))
        {
            return -1;
        }

        // Jan van Galenstraat
        var at = start;
        for (var particles = 0; particles < 3 && WordBefore(text, at, out var before, out var beforeStart)
            && text[beforeStart + before.Length] == ' '; particles++)
        {
            if (!_particles.Contains(before))
            {
                return particles > 0 && char.IsUpper(before[0]) ? beforeStart : start;
            }

            at = beforeStart;
        }

        return start;
    }

    private static bool IsKind(ReadOnlySpan<char> text, ReadOnlySpan<char> word, int start, bool commas) =>
        word.Length == 1 ? start + 1 < text.Length && text[start + 1] == '/'
        : word is not "via" || commas || (WordBefore(text, start, out var before, out _) && _beforeVia.Contains(before));

    private static bool EndsLikeStreet(ReadOnlySpan<char> word)
    {
        foreach (var ending in _endings)
        {
            if (word.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // 12a, 12/A, 12-14.
    private static int EndOfHouse(ReadOnlySpan<char> text, int end)
    {
        if (end + 1 < text.Length && text[end] is '-' or '/' && (char.IsAsciiDigit(text[end + 1]) || IsSuffix(text, end + 1)))
        {
            var more = end + 1;
            while (more < text.Length && more - end < 6 && char.IsAsciiDigit(text[more]))
            {
                more++;
            }

            end = more < text.Length && char.IsAsciiDigit(text[more]) ? end : more;
        }

        return IsSuffix(text, end) ? end + 1 : end;
    }

    private static bool IsSuffix(ReadOnlySpan<char> text, int at) => at < text.Length && char.IsAsciiLetter(text[at])
        && (at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1]));

    private static bool IsYear(ReadOnlySpan<char> digits) => digits.Length == 4 && digits[..2] is "19" or "20";

    private static bool NextWord(ReadOnlySpan<char> text, ref int at, out ReadOnlySpan<char> word)
    {
        word = default;
        if (at >= text.Length || text[at] != ' ')
        {
            return false;
        }

        var start = at + 1;
        var end = start;
        while (end < text.Length && end - start < MostLetters && (char.IsLetterOrDigit(text[end]) || text[end] is '\'' or '’' or '-'))
        {
            end++;
        }

        if (end == start)
        {
            return false;
        }

        word = text[start..end];

        // 12 St. James Road
        var isShort = end - start <= 3 && char.IsUpper(word[0]) && end + 1 < text.Length && text[end] == '.' && text[end + 1] == ' ';
        at = end + (isShort ? 1 : 0);
        return true;
    }

    private static bool WordBefore(ReadOnlySpan<char> text, int at, out ReadOnlySpan<char> word, out int start)
    {
        word = default;
        start = at;
        var end = at - 1;
        if (end < 0 || text[end] != ' ')
        {
            return false;
        }

        if (end > 0 && text[end - 1] is '.' or ',' or '/')
        {
            end--;
        }

        start = end;
        while (start > 0 && end - start < MostLetters && (char.IsLetter(text[start - 1]) || text[start - 1] is '\'' or '’' or '-' or '°'))
        {
            start--;
        }

        word = text[start..end];
        return end > start;
    }

    private static Set Words(params string[] words) => new(new HashSet<string>(words,
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>());

    private readonly struct Set(HashSet<string>.AlternateLookup<ReadOnlySpan<char>> words)
    {
        public bool Contains(ReadOnlySpan<char> word) => words.Contains(word);
    }
}
