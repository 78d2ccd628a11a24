namespace Colloquy.Configuration;

/// <summary>
/// Reads a <c>.env</c> file: <c>NAME=value</c> lines, <c>export</c> before them, blank lines, comments on their own line or after a blank, single or double
/// quotes around a value.
/// </summary>
public static class DotEnv
{
    /// <exception cref="ConfigurationException">Lines that are no assignment, all of them.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string text, string file)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var (index, line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            var rest = line.Trim().TrimStart('\uFEFF');
            if (rest.Length == 0 || rest[0] == '#')
            {
                continue;
            }

            rest = rest.StartsWith("export ", StringComparison.Ordinal) ? rest[7..].TrimStart() : rest;
            var equals = rest.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? rest : rest[..equals].TrimEnd();
            if (equals <= 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                // The line may hold a secret: its number says enough.
                problems.Add($"{file} line {index + 1}: expected NAME=value.");
            }
            else if (Value(rest[(equals + 1)..].TrimStart()) is { } value)
            {
                values[name] = value;
            }
            else
            {
                problems.Add($"{file} line {index + 1}: the quote that begins the value of {name} does not end.");
            }
        }

        return problems.Count == 0 ? values : throw new ConfigurationException(problems.ToImmutable());
    }

    private static string? Value(string text)
    {
        if (text.Length > 0 && text[0] is '"' or '\'')
        {
            var end = text.IndexOf(text[0], 1);
            return end < 0 ? null : text[1..end];
        }

        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        return text.StartsWith('#') ? "" : (comment < 0 ? text : text[..comment]).TrimEnd();
    }
}
