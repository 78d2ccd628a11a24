using System.Globalization;
using System.Text.RegularExpressions;

namespace Colloquy.Configuration;

/// <summary>
/// The settings that components read their options from. Collects every problem, so that all of them can be reported at once.
/// </summary>
/// <param name="variables">Variables by name. An empty value counts as not set.</param>
public sealed class SettingsReader(IReadOnlyDictionary<string, Variable> variables)
{
    private readonly List<string> problems = [];

    /// <summary>One sentence per problem: what is wrong, where it was set, what to write instead. Never contains a secret.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Names of the variables that have a value.</summary>
    public IEnumerable<string> Names => variables.Keys.Where(name => Text(name) is not null);

    /// <summary>Reads a value.</summary>
    /// <returns>The trimmed value; null if it is not set or empty.</returns>
    public string? Text(string name) =>
        variables.TryGetValue(name, out var variable) && variable.Value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Reads a comma-separated list; empty if it is not set.</summary>
    public string[] List(string name) =>
        Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Names a variable for an error message.</summary>
    /// <returns>The name, followed by where it was set.</returns>
    public string Named(string name) => variables.TryGetValue(name, out var variable) ? $"{name} ({variable.Place})" : name;

    /// <summary>Compares where two variables were set.</summary>
    /// <returns>Whether both are set, in the same place.</returns>
    public bool AreTogether(string name, string other) =>
        variables.TryGetValue(name, out var one) && variables.TryGetValue(other, out var two) && one.Place == two.Place;

    /// <summary>Adds a problem: one sentence.</summary>
    public void Add(string problem) => problems.Add(problem);

    /// <summary>Reads options, and drops their problems if the options are not used.</summary>
    public T Read<T>(bool isUsed, Func<SettingsReader, T> read)
    {
        var before = problems.Count;
        var value = read(this);
        if (!isUsed)
        {
            problems.RemoveRange(before, problems.Count - before);
        }

        return value;
    }

    /// <summary>Adds a problem if the value is set and does not match.</summary>
    public void Require(string name, Regex shape, string problem)
    {
        if (Text(name) is { } text && !shape.IsMatch(text))
        {
            problems.Add($"{Named(name)} {problem}");
        }
    }

    /// <summary>Reads an integer within inclusive bounds; adds a problem if it is anything else.</summary>
    public int Number(string name, int least, int most, int otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        problems.Add($"{Named(name)} must be a whole number from {least} to {most}.");
        return otherwise;
    }

    /// <summary>Reads <c>true</c> or <c>false</c>; adds a problem if it is anything else.</summary>
    public bool Flag(string name, bool otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (!bool.TryParse(text, out var flag))
        {
            problems.Add($"{Named(name)} must be true or false.");
        }

        return flag;
    }

    /// <summary>Reads an http or https URL without user, query or fragment; null if it is not set or invalid.</summary>
    /// <param name="advice">A sentence that shows a correct value.</param>
    public Uri? Web(string name, string advice)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address is { UserInfo: "", Query: "", Fragment: "" })
        {
            return address;
        }

        problems.Add($"{Named(name)} is not a valid URL. {advice}");
        return null;
    }

    /// <summary>Reads an IANA time zone; UTC if it is not set or unknown.</summary>
    public TimeZoneInfo Zone(string name)
    {
        var id = Text(name) ?? "UTC";
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            return zone;
        }

        problems.Add($"{Named(name)}: unknown time zone {id}. Use an IANA name such as Europe/Berlin or Asia/Shanghai.");
        return TimeZoneInfo.Utc;
    }

    /// <summary>Reads the path of an existing file and returns its full path; null if it is not set or missing.</summary>
    public string? ExistingFile(string name)
    {
        if (Text(name) is not { } path)
        {
            return null;
        }

        if (!File.Exists(path))
        {
            problems.Add($"{Named(name)}: file not found: {path}.");
        }

        return Path.GetFullPath(path);
    }
}
