using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Colloquy.Sources.Rows;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// Redacts JSON so that it remains JSON. Strings are searched without their escapes; numbers that are redacted become strings. The name of
/// a value helps to tell what it is. Everything else is copied byte by byte, so canonical JSON remains canonical.
/// </summary>
internal ref struct JsonRedaction
{
    private const int MostNested = 4;
    private const int LeastDigits = 7;
    private const int MostName = 128;
    private const int MostPasses = 4;

    private readonly ReadOnlySpan<byte> _json;
    private readonly PersonalDataRedactor _redactor;
    private readonly bool _isRow;
    private readonly int _nested;
    private readonly List<PersonalDatum> _found;
    private readonly CancellationToken _cancellationToken;
    private readonly List<string> _names = [];
    private ArrayBufferWriter<byte>? _redacted;
    private Dictionary<(long Container, string Name), int>? _redactedNames;
    private readonly List<long> _containers = [];
    private int _copied;

    private JsonRedaction(
        ReadOnlySpan<byte> json, PersonalDataRedactor redactor, bool isRow, int nested, List<PersonalDatum> found,
        CancellationToken cancellationToken)
    {
        (_redactor, _isRow, _nested, _found, _cancellationToken) = (redactor, isRow, nested, found, cancellationToken);
        _json = json;
    }

    /// <param name="isRow">Whether this is a row, whose exempt columns are kept.</param>
    /// <param name="redacted">Null if nothing is found.</param>
    /// <returns>False if the text is not a JSON object or array.</returns>
    public static bool TryRedact(ReadOnlySpan<byte> json, PersonalDataRedactor redactor, bool isRow, CancellationToken cancellationToken,
        out byte[]? redacted)
    {
        var found = redactor.TakeList();
        var isJson = TryRedact(json, redactor, isRow, 0, found, cancellationToken, out redacted);

        // A redacted name, or the beginning of a value, can reveal more about the rest, so passes are repeated until one changes nothing.
        for (var pass = 1; pass < MostPasses && redacted is not null; pass++)
        {
            if (!TryRedact(redacted, redactor, isRow, 0, found, cancellationToken, out var again) || again is null
                || again.AsSpan().SequenceEqual(redacted))
            {
                break;
            }

            redacted = again;
        }

        redactor.Return(found);
        return isJson;
    }

    private static bool TryRedact(
        ReadOnlySpan<byte> json, PersonalDataRedactor redactor, bool isRow, int nested, List<PersonalDatum> found,
        CancellationToken cancellationToken, out byte[]? redacted)
    {
        redacted = null;
        var start = json.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0 || json[start] is not ((byte)'{' or (byte)'['))
        {
            return false;
        }

        try
        {
            redacted = new JsonRedaction(json, redactor, isRow, nested, found, cancellationToken).Run();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private byte[]? Run()
    {
        var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    // Elements of a list go by the name of the list.
                    SetName(reader.CurrentDepth + 1, NameAt(reader.CurrentDepth));
                    _containers.RemoveRange(reader.CurrentDepth, _containers.Count - reader.CurrentDepth);
                    _containers.Add(reader.TokenStartIndex);
                    break;
                case JsonTokenType.PropertyName:
                    TakeName(ref reader);
                    break;
                case JsonTokenType.String:
                    TakeString(ref reader);
                    break;
                case JsonTokenType.Number:
                    TakeNumber(ref reader);
                    break;
            }
        }

        if (_redacted is null)
        {
            return null;
        }

        _redacted.Write(_json[_copied..]);
        return _redacted.WrittenSpan.ToArray();
    }

    private void TakeName(scoped ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var name = JsonText.Decode(reader.ValueSpan, reader.ValueIsEscaped);
        SetName(depth, name);
        if (_isRow && depth == 1 && ExemptColumns.Contains(name))
        {
            reader.Skip();
            return;
        }

        if (!PersonalDataFinder.MayHold(name))
        {
            return;
        }

        Find(name);
        if (_found.Count > 0)
        {
            Put(ref reader, Unique(_containers[depth - 1], _redactor.Replace(name, 0, _found)));
        }
    }

    private void TakeString(scoped ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.IsEmpty)
        {
            return;
        }

        var name = NameAt(reader.CurrentDepth);
        var text = JsonText.Decode(reader.ValueSpan, reader.ValueIsEscaped);
        if (SecretValue.IsWhole(text, NamedSecretScanner.ClassOf(name)))
        {
            Put(ref reader, _redactor.InPlaceOf(PersonalDataKind.Secret, text));
        }
        else if (PersonalDataFinder.MayHold(text) && Redact(ToldAt(reader.CurrentDepth), text) is { } redacted)
        {
            Put(ref reader, redacted);
        }
    }

    private void TakeNumber(scoped ref Utf8JsonReader reader)
    {
        var name = NameAt(reader.CurrentDepth);
        var isPassword = NamedSecretScanner.ClassOf(name) == SecretClass.Password;
        if (!isPassword && reader.ValueSpan.Length < LeastDigits)
        {
            return;
        }

        var text = Encoding.UTF8.GetString(reader.ValueSpan);
        if (isPassword)
        {
            Put(ref reader, _redactor.InPlaceOf(PersonalDataKind.Secret, text));
        }
        else if (Redact(ToldAt(reader.CurrentDepth), text) is { } redacted)
        {
            Put(ref reader, redacted);
        }
    }

    // Null if nothing is found.
    private readonly string? Redact(string name, string text)
    {
        if (_nested < MostNested && text.AsSpan().TrimStart() is ['{' or '[', ..]
            && TryRedact(Encoding.UTF8.GetBytes(text), _redactor, isRow: false, _nested + 1, _found, _cancellationToken, out var nested))
        {
            return nested is null ? null : Encoding.UTF8.GetString(nested);
        }

        var told = name.Length is 0 or > MostName ? text : $"{name}: {text}";
        Find(told);
        var from = told.Length - text.Length;
        return _found.Count == 0 || _found[^1].End <= from ? null : _redactor.Replace(told, from, _found);
    }

    private readonly void Find(string text)
    {
        _found.Clear();
        PersonalDataFinder.Find(text, escaped: false, _found, _cancellationToken);
    }

    // Writes a string in place of the token.
    private void Put(scoped ref Utf8JsonReader reader, string text)
    {
        _redacted ??= new ArrayBufferWriter<byte>(_json.Length);
        var start = (int)reader.TokenStartIndex;
        var end = start + reader.ValueSpan.Length + (reader.TokenType == JsonTokenType.Number ? 0 : 2);
        _redacted.Write(_json[_copied..start]);
        _redacted.Write("\""u8);
        _redacted.Write(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        _redacted.Write("\""u8);
        _copied = end;
    }

    // Keeps names distinct that were distinct.
    private string Unique(long container, string name)
    {
        _redactedNames ??= [];
        ref var times = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_redactedNames, (container, name),
            out _);
        return ++times == 1 ? name : $"{name} {times}";
    }

    private readonly string NameAt(int depth) => depth >= 0 && depth < _names.Count ? _names[depth] : "";

    // A member goes by the name of its object as well: {"phone": {"home": …}}.
    private readonly string ToldAt(int depth) => NameAt(depth - 1) is { Length: > 0 } outer ? $"{outer} {NameAt(depth)}" : NameAt(depth);

    private readonly void SetName(int depth, string name)
    {
        while (_names.Count <= depth)
        {
            _names.Add("");
        }

        _names[depth] = name;
    }
}
