using System.Security.Cryptography;
using System.Text;
using Colloquy.Sources.Rows;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// Takes personal data out of texts and rows. Read-only and shared by all threads. What was redacted once is not changed by a second time, so that the same row
/// is the same content however often it is read.
/// </summary>
public sealed class PersonalDataRedactor
{
    private const int HashBytes = 6;

    [ThreadStatic]
    private static List<PersonalDatum>? _found;

    private readonly RedactionMode _mode;
    private readonly byte[] _key;
    private readonly bool _users;

    /// <param name="key">Of the hashes; needed for <see cref="RedactionMode.Hash"/> and for users.</param>
    /// <param name="users">Whether ids of users become keyed hashes.</param>
    /// <exception cref="ArgumentException">A hash is wanted and there is no key.</exception>
    public PersonalDataRedactor(RedactionMode mode, Secret? key = null, bool users = false)
    {
        if (key is null && (users || mode == RedactionMode.Hash))
        {
            throw new ArgumentException("Keyed hashes need a key.", nameof(key));
        }

        _mode = mode;
        _key = Encoding.UTF8.GetBytes(key?.Value ?? "");
        _users = users;
    }

    /// <returns>The same instance where nothing is found.</returns>
    public string Redact(string text)
    {
        if (_mode == RedactionMode.Off)
        {
            return text;
        }

        var found = _found ??= [];
        found.Clear();
        PersonalDataFinder.Find(text, found);
        if (found.Count == 0)
        {
            return text;
        }

        var redacted = new StringBuilder(text.Length);
        var from = 0;
        foreach (var datum in found)
        {
            redacted.Append(text, from, datum.Start - from).Append(InPlaceOf(datum.Kind, text.AsSpan(datum.Start, datum.Length)));
            from = datum.End;
        }

        return redacted.Append(text, from, text.Length - from).ToString();
    }

    public Conversation Redact(Conversation row) => row with
    {
        Name = Text(row.Name),
        Summary = Text(row.Summary),
        Introduction = Text(row.Introduction),
        Inputs = Text(row.Inputs),
        Extra = Text(row.Extra),
        FromEndUserId = User(row.FromEndUserId),
        FromAccountId = User(row.FromAccountId),
        ExternalUserId = User(row.ExternalUserId),
        ReadAccountId = User(row.ReadAccountId),
    };

    public Message Redact(Message row) => row with
    {
        Query = Text(row.Query),
        Answer = Text(row.Answer),
        Inputs = Text(row.Inputs),
        Metadata = Text(row.Metadata),
        Error = Text(row.Error),
        Extra = Text(row.Extra),
        FromEndUserId = User(row.FromEndUserId),
        FromAccountId = User(row.FromAccountId),
        ExternalUserId = User(row.ExternalUserId),
    };

    public Feedback Redact(Feedback row) => row with { Content = Text(row.Content), FromEndUserId = User(row.FromEndUserId), FromAccountId = User(row.FromAccountId) };

    public EndUser Redact(EndUser row) => row with { Id = User(row.Id)!, ExternalId = User(row.ExternalId) };

    /// <summary>A row that was read, or the text of one that could not be.</summary>
    public ParsedRow Redact(ParsedRow row) => row with
    {
        Conversation = row.Conversation is null ? null : Redact(row.Conversation),
        Message = row.Message is null ? null : Redact(row.Message),
        Feedback = row.Feedback is null ? null : Redact(row.Feedback),
        EndUser = row.EndUser is null ? null : Redact(row.EndUser),
        Dead = row.Dead is null ? null : Redact(row.Dead),
    };

    /// <summary>The raw text is redacted like any other; ids of users stay in it until it can be read.</summary>
    public DeadLetter Redact(DeadLetter letter) => letter with { Raw = Redact(letter.Raw) };

    /// <summary>Raw text in UTF-8. What is no valid UTF-8 is kept as it is where nothing is found.</summary>
    public ReadOnlyMemory<byte> Redact(ReadOnlyMemory<byte> raw)
    {
        if (_mode == RedactionMode.Off)
        {
            return raw;
        }

        var text = Encoding.UTF8.GetString(raw.Span);
        var redacted = Redact(text);
        return ReferenceEquals(text, redacted) ? raw : Encoding.UTF8.GetBytes(redacted);
    }

    /// <summary>A keyed hash of an id, the same for the same id; one that is a hash already stays.</summary>
    public string HashUser(string id) => id.StartsWith("user:", StringComparison.Ordinal) && id.Length == 5 + (4 * HashBytes) ? id : $"user:{Hash(id, 2 * HashBytes)}";

    private string? Text(string? text) => text is null ? null : Redact(text);

    private string? User(string? id) => id is null || !_users ? id : HashUser(id);

    private string InPlaceOf(PersonalDataKind kind, ReadOnlySpan<char> value) => _mode switch
    {
        RedactionMode.Mask => $"[{PersonalDatum.NameOf(kind)}]",
        RedactionMode.Hash => $"[{PersonalDatum.NameOf(kind)}:{Hash(Normal(kind, value), HashBytes)}]",
        _ => "",
    };

    // Letters instead of digits: a hash must not look like a number itself.
    private string Hash(string value, int bytes)
    {
        var hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(value))[..bytes];
        return string.Concat(hash.Select(b => $"{(char)('a' + (b >> 4))}{(char)('a' + (b & 15))}"));
    }

    // Blanks and dashes make no other number, capitals no other address.
    private static string Normal(PersonalDataKind kind, ReadOnlySpan<char> value)
    {
        if (kind == PersonalDataKind.Secret)
        {
            return value.ToString();
        }

        var normal = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            if (char.IsLetterOrDigit(c) || c is '@' or '+')
            {
                normal.Append(char.ToLowerInvariant(c));
            }
        }

        return normal.ToString();
    }
}
