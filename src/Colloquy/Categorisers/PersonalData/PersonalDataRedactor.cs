using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Colloquy.Model.Fields;
using Colloquy.Sources.Rows;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// Takes personal data out of texts and rows. Read-only and shared by all threads. What was redacted once is not changed by a second time,
/// so that the same row
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

    // By position of the field.
    private readonly Repeat?[] _shared = new Repeat?[ConversationFields.All.Count];

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
    /// <exception cref="OperationCanceledException">Seen within long texts, too.</exception>
    public string Redact(string text, CancellationToken cancellationToken = default) => Redact(text, isWritten: false, cancellationToken);

    public Conversation Redact(Conversation row, CancellationToken cancellationToken = default)
    {
        var values = new FieldValues(ConversationFields.All);
        ConversationFields.Write(ref values, row);
        Redact(values, cancellationToken);
        return ConversationFields.Read(ref values);
    }

    public Message Redact(Message row, CancellationToken cancellationToken = default)
    {
        var values = new FieldValues(MessageFields.All);
        MessageFields.Write(ref values, row);
        Redact(values, cancellationToken);
        return MessageFields.Read(ref values);
    }

    public Feedback Redact(Feedback row, CancellationToken cancellationToken = default)
    {
        var values = new FieldValues(FeedbackFields.All);
        FeedbackFields.Write(ref values, row);
        Redact(values, cancellationToken);
        return FeedbackFields.Read(ref values);
    }

    public App Redact(App row, CancellationToken cancellationToken = default) => row with { Name = Redact(row.Name, cancellationToken) };

    public EndUser Redact(EndUser row) => row with { Id = User(row.Id)!, ExternalId = User(row.ExternalId) };

    /// <summary>A row that was read, or the text of one that could not be.</summary>
    public ParsedRow Redact(ParsedRow row) => row with
    {
        Conversation = row.Conversation is null ? null : Redact(row.Conversation),
        Message = row.Message is null ? null : Redact(row.Message),
        Feedback = row.Feedback is null ? null : Redact(row.Feedback),
        App = row.App is null ? null : Redact(row.App),
        EndUser = row.EndUser is null ? null : Redact(row.EndUser),
        Dead = row.Dead is null ? null : Redact(row.Dead),
    };

    /// <summary>The raw text is redacted like the row it is; ids of users stay in it until it can be read.</summary>
    public DeadLetter Redact(DeadLetter letter,
        CancellationToken cancellationToken = default) => letter with { Raw = Redact(letter.Raw, cancellationToken) };

    /// <summary>
    /// A raw row in UTF-8. One that is JSON stays it, and its columns are redacted like those of a row that was read (<see
    /// cref="ExemptColumns"/>); other text is redacted as such, its escapes
    /// decoded. What is no valid UTF-8 is kept as it is where nothing is found.
    /// </summary>
    public ReadOnlyMemory<byte> Redact(ReadOnlyMemory<byte> raw, CancellationToken cancellationToken = default)
    {
        if (_mode == RedactionMode.Off)
        {
            return raw;
        }

        if (JsonRedaction.TryRedact(raw.Span, this, isRow: true, cancellationToken, out var json))
        {
            return json ?? raw;
        }

        var text = Encoding.UTF8.GetString(raw.Span);
        var redacted = Redact(text, isWritten: true, cancellationToken);
        return ReferenceEquals(text, redacted) ? raw : Encoding.UTF8.GetBytes(redacted);
    }

    /// <summary>A keyed hash of an id, the same for the same id; one that is a hash already stays.</summary>
    public string HashUser(string id) => id.StartsWith("user:", StringComparison.Ordinal) && id.Length == 5 + (4 * HashBytes) ? id : $"user:{Hash(id, 2 * HashBytes)}";

    /// <summary>Finds what is in a text, unless redaction is off. The list is the thread's own, until the next call.</summary>
    internal static List<PersonalDatum> Find(ReadOnlySpan<char> text, bool isWritten, CancellationToken cancellationToken)
    {
        var found = _found ??= [];
        found.Clear();
        PersonalDataFinder.Find(text, isWritten, found, cancellationToken);
        return found;
    }

    internal string InPlaceOf(PersonalDataKind kind, ReadOnlySpan<char> value) => _mode switch
    {
        RedactionMode.Mask => $"[{PersonalDatum.NameOf(kind)}]",
        RedactionMode.Hash => $"[{PersonalDatum.NameOf(kind)}:{Hash(Normal(kind, value), HashBytes)}]",
        _ => "",
    };

    /// <summary>A text without some of what was found in it.</summary>
    /// <param name="from">Where the text begins among the characters that were searched; what was found before it is not of it.</param>
    internal string Replace(ReadOnlySpan<char> searched, int from, List<PersonalDatum> found)
    {
        var redacted = new StringBuilder(searched.Length - from);
        foreach (var datum in found)
        {
            if (datum.End > from)
            {
                var start = Math.Max(from, datum.Start);
                redacted.Append(searched[from..start]).Append(InPlaceOf(datum.Kind, searched[start..datum.End]));
                from = datum.End;
            }
        }

        return redacted.Append(searched[from..]).ToString();
    }

    /// <param name="isWritten">Whether the text is written with JSON's escapes.</param>
    private string Redact(string text, bool isWritten, CancellationToken cancellationToken)
    {
        if (_mode == RedactionMode.Off)
        {
            return text;
        }

        var found = Find(text, isWritten, cancellationToken);
        return found.Count == 0 ? text : Replace(text, 0, found);
    }

    private void Redact(FieldValues values, CancellationToken cancellationToken)
    {
        foreach (var field in values.Fields)
        {
            if (values[field] is { } text)
            {
                values[field] = field.Kind switch
                {
                    FieldKind.Text => Redact(text, cancellationToken),
                    FieldKind.SharedText => Shared(field, text, cancellationToken),
                    FieldKind.Json or FieldKind.Extra => Json(text, cancellationToken),
                    FieldKind.User or FieldKind.ExternalUser => User(text),
                    _ => text,
                };
            }
        }
    }

    // An app's texts come with each of its conversations, and as the same instance.
    private string Shared(Field field, string text, CancellationToken cancellationToken)
    {
        var known = _shared[field.Position];
        if (!ReferenceEquals(known?.Text, text))
        {
            _shared[field.Position] = known = new Repeat(text, Redact(text, cancellationToken));
        }

        return known!.Redacted;
    }

    private string Json(string text, CancellationToken cancellationToken)
    {
        if (_mode == RedactionMode.Off)
        {
            return text;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var json = bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes));
            return !JsonRedaction.TryRedact(json, this, isRow: false, cancellationToken, out var redacted)
                ? Redact(text, isWritten: true, cancellationToken)
                : redacted is null ? text : Encoding.UTF8.GetString(redacted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private string? User(string? id) => id is null || !_users ? id : HashUser(id);

    // Letters instead of digits: a hash must not look like a number itself.
    private string Hash(string value, int bytes)
    {
        var hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(value))[..bytes];
        return string.Concat(hash.Select(b => $"{(char)('a' + (b >> 4))}{(char)('a' + (b & 15))}"));
    }

    // Blanks, dashes and digits of other scripts make no other number, capitals and "[at]" no other address.
    private static string Normal(PersonalDataKind kind, ReadOnlySpan<char> value)
    {
        if (EscapedText.IsIn(value, all: false))
        {
            value = new EscapedText(value, all: false).Decoded;
        }

        if (kind == PersonalDataKind.Secret)
        {
            return value.ToString();
        }

        var normal = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            if (Folding.Of(c) is var folded && (char.IsLetterOrDigit(folded) || folded is '@' or '+'))
            {
                normal.Append(char.ToLowerInvariant(folded));
            }
        }

        return kind == PersonalDataKind.Email && !value.Contains('@') ? Unspelt(value) ?? normal.ToString() : normal.ToString();
    }

    private static string? Unspelt(ReadOnlySpan<char> value)
    {
        var text = value.ToString().ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal);
        var at = text.AsSpan().IndexOfAny('[', '(', '{');
        var end = at < 0 ? -1 : text.AsSpan(at).IndexOfAny(']', ')', '}');
        return end < 0 ? null : string.Concat(text.AsSpan(0, at), "@",
            text[(at + end + 1)..].Replace("[dot]", "", StringComparison.Ordinal).Replace("(dot)", "",
            StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal));
    }

    private sealed record Repeat(string Text, string Redacted);
}
