using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Colloquy.Model.Fields;
using Colloquy.Sources.Rows;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// Removes personal data from texts and rows. Redacting a second time changes nothing, so a row has the same content however often it is
/// read. Read-only and shared by all threads.
/// </summary>
public sealed class PersonalDataRedactor
{
    private const int HashBytes = 6;

    private readonly RedactionMode _mode;
    private readonly byte[] _key;
    private readonly bool _users;

    // Lists that are not in use: as many as threads have redacted at the same time.
    private readonly ConcurrentBag<List<PersonalDatum>> _lists = [];

    // By index of the field.
    private readonly Repeat?[] _shared = new Repeat?[ConversationFields.All.Count];

    /// <summary>A redactor with these settings.</summary>
    /// <param name="mode">What replaces personal data.</param>
    /// <param name="key">Key of the hashes; required for <see cref="RedactionMode.Hash"/> and for <paramref name="users"/>.</param>
    /// <param name="users">Whether ids of end users are replaced by keyed hashes.</param>
    /// <exception cref="ArgumentException">The key is missing.</exception>
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

    /// <summary>Redacts a text.</summary>
    /// <returns>The redacted text; the same instance if nothing is found.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; it is checked within long texts.</exception>
    public string Redact(string text, CancellationToken cancellationToken = default) => Redact(text, isWritten: false, cancellationToken);

    /// <summary>Redacts the words of users in a row.</summary>
    public Conversation Redact(Conversation row, CancellationToken cancellationToken = default)
    {
        var values = new FieldValues(ConversationFields.All);
        ConversationFields.Write(ref values, row);
        Redact(values, cancellationToken);
        return ConversationFields.Read(ref values);
    }

    /// <inheritdoc cref="Redact(Conversation, CancellationToken)"/>
    public Message Redact(Message row, CancellationToken cancellationToken = default)
    {
        var values = new FieldValues(MessageFields.All);
        MessageFields.Write(ref values, row);
        Redact(values, cancellationToken);
        return MessageFields.Read(ref values);
    }

    /// <inheritdoc cref="Redact(Conversation, CancellationToken)"/>
    public Feedback Redact(Feedback row, CancellationToken cancellationToken = default)
    {
        var values = new FieldValues(FeedbackFields.All);
        FeedbackFields.Write(ref values, row);
        Redact(values, cancellationToken);
        return FeedbackFields.Read(ref values);
    }

    /// <inheritdoc cref="Redact(Conversation, CancellationToken)"/>
    public App Redact(App row, CancellationToken cancellationToken = default) => row with { Name = Redact(row.Name, cancellationToken) };

    /// <summary>Replaces the ids of an end user by keyed hashes, if the redactor is set to.</summary>
    public EndUser Redact(EndUser row) => row with { Id = User(row.Id)!, ExternalId = User(row.ExternalId) };

    /// <summary>Redacts a row that was read, or the dead letter of one that could not be read.</summary>
    public ParsedRow Redact(ParsedRow row) => row with
    {
        Conversation = row.Conversation is null ? null : Redact(row.Conversation),
        Message = row.Message is null ? null : Redact(row.Message),
        Feedback = row.Feedback is null ? null : Redact(row.Feedback),
        App = row.App is null ? null : Redact(row.App),
        EndUser = row.EndUser is null ? null : Redact(row.EndUser),
        Dead = row.Dead is null ? null : Redact(row.Dead),
    };

    /// <summary>Redacts the raw row of a dead letter as the row that it is. Ids of end users remain in it until it can be read.</summary>
    public DeadLetter Redact(DeadLetter letter, CancellationToken cancellationToken = default) =>
        letter with { Raw = Redact(letter.Raw, cancellationToken) };

    /// <summary>
    /// Redacts a raw row in UTF-8. JSON remains JSON, and its columns are redacted like those of a row that was read; other text is
    /// redacted as text, with its escapes decoded. Invalid UTF-8 is kept if nothing is found.
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

    /// <summary>
    /// A keyed hash of the id of an end user: the same for the same id and key. An id that is already such a hash is returned as it is.
    /// </summary>
    public string HashUser(string id)
    {
        var isHash = id.StartsWith("user:", StringComparison.Ordinal) && id.Length == 5 + (4 * HashBytes);
        return isHash ? id : $"user:{Hash(id, 2 * HashBytes)}";
    }

    /// <summary>An empty list for findings, to be returned after use.</summary>
    internal List<PersonalDatum> TakeList() => _lists.TryTake(out var list) ? list : [];

    internal void Return(List<PersonalDatum> list)
    {
        list.Clear();
        _lists.Add(list);
    }

    internal string InPlaceOf(PersonalDataKind kind, ReadOnlySpan<char> value) => _mode switch
    {
        RedactionMode.Mask => $"[{PersonalDatum.NameOf(kind)}]",
        RedactionMode.Hash => $"[{PersonalDatum.NameOf(kind)}:{Hash(Normal(kind, value), HashBytes)}]",
        _ => "",
    };

    /// <summary>Replaces the findings in a text.</summary>
    /// <param name="searched">The characters that were searched.</param>
    /// <param name="from">Where the text begins among them; findings before it are ignored.</param>
    /// <param name="found">The findings.</param>
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

    /// <param name="isWritten">Whether the text may contain JSON escapes.</param>
    private string Redact(string text, bool isWritten, CancellationToken cancellationToken)
    {
        if (_mode == RedactionMode.Off || !PersonalDataFinder.MayHold(text))
        {
            return text;
        }

        var found = TakeList();
        PersonalDataFinder.Find(text, isWritten, found, cancellationToken);
        var redacted = found.Count == 0 ? text : Replace(text, 0, found);
        Return(found);
        return redacted;
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

    // The texts of an app come with each of its conversations, as the same instance.
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

    // Letters only: a hash must not look like a number.
    private string Hash(string value, int bytes)
    {
        var hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(value))[..bytes];
        return string.Concat(hash.Select(b => $"{(char)('a' + (b >> 4))}{(char)('a' + (b & 15))}"));
    }

    // Blanks, dashes and the script of the digits do not matter in numbers, capitals and spellings such as "[at]" not in addresses.
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
