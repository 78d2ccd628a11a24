namespace Colloquy.Configuration;

/// <summary>
/// Reads a <c>.env</c> file: <c>NAME=value</c> lines with an optional <c>export</c>, blank lines, comments on their own line or after a
/// space, and values in single or double quotes.
/// </summary>
public static class DotEnv
{
    /// <summary>Parses the text of a file. The last value of a name wins.</summary>
    /// <exception cref="ConfigurationException">Lists every line that is not an assignment.</exception>
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
                // The line may hold a secret, so only its number is reported.
                problems.Add($"{file} line {index + 1}: expected NAME=value.");
            }
            else if (Value(rest[(equals + 1)..].TrimStart()) is { } value)
            {
                values[name] = value;
            }
            else
            {
                problems.Add($"{file} line {index + 1}: the value of {name} has no closing quote.");
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
