using System.Globalization;
using Colloquy.Sources.NocoDb.Schema;

namespace Colloquy.Sources.NocoDb.Http;

/// <summary>
/// A condition in NocoDB's filter language. Only ids, times and flags are compared, because not every version can quote text. The
/// conditions mean the same to the old and the new parser.
/// </summary>
internal readonly record struct Where(string Text)
{
    public static Where Anything => new("");

    /// <param name="instant">Whole seconds: NocoDB drops fractions.</param>
    public static Where AtOrAfter(Field field, DateTimeOffset instant) => new($"({field.Reference},gte,exactDate,{Time(instant)})");

    /// <inheritdoc cref="AtOrAfter"/>
    public static Where Before(Field field, DateTimeOffset instant) => new($"({field.Reference},lt,exactDate,{Time(instant)})");

    public static Where IsBlank(Field field) => new($"({field.Reference},blank)");

    public static Where IsNotBlank(Field field) => new($"({field.Reference},notblank)");

    public static Where IsNotChecked(Field field) => new($"({field.Reference},notchecked)");

    /// <exception cref="ArgumentException">
    /// The id is empty, which would match everything, or contains characters with a meaning in the filter language.
    /// </exception>
    public static Where Equal(Field field, string id) =>
        id.Length > 0 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        ? new($"({field.Reference},eq,{id})")
        : throw new ArgumentException("Only ids of letters, digits, '-', '_' and '.' can be used in a filter.", nameof(id));

    public static Where operator &(Where a, Where b) =>
        a.Text.Length == 0 ? b : b.Text.Length == 0 ? a : new($"{a.Bracketed}~and{b.Bracketed}");

    public static Where operator |(Where a, Where b) =>
        a.Text.Length == 0 || b.Text.Length == 0 ? Anything : new($"{a.Bracketed}~or{b.Bracketed}");

    private string Bracketed => Text.Contains('~', StringComparison.Ordinal) ? $"({Text})" : Text;

    private static string Time(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
