using System.Globalization;
using System.Text.RegularExpressions;

namespace Colloquy.Configuration;

/// <summary>
/// The settings that components read their options from. It collects every problem, so that whoever has to change something hears of
/// all of it at once.
/// </summary>
/// <param name="variables">By name. An empty value counts as not set.</param>
public sealed class SettingsReader(IReadOnlyDictionary<string, Variable> variables)
{
    private readonly List<string> problems = [];

    /// <summary>One sentence each: what is wrong, where it was set, what to write instead. Secrets are not repeated.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Names that are set to something.</summary>
    public IEnumerable<string> Names => variables.Keys.Where(name => Text(name) is not null);

    /// <returns>The trimmed value; null where it is not set or empty.</returns>
    public string? Text(string name) =>
        variables.TryGetValue(name, out var variable) && variable.Value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The items of a list with commas.</summary>
    public string[] List(string name) =>
        Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <returns>The name with the place where it was set, as problems begin.</returns>
    public string Named(string name) => variables.TryGetValue(name, out var variable) ? $"{name} ({variable.Place})" : name;

    /// <returns>Whether two settings were set in the same place.</returns>
    public bool AreTogether(string name, string other) =>
        variables.TryGetValue(name, out var one) && variables.TryGetValue(other, out var two) && one.Place == two.Place;

    public void Add(string problem) => problems.Add(problem);

    /// <summary>Reads options, and forgets their problems where nobody is going to use them.</summary>
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

    /// <summary>Adds a problem where the value is set and has another shape.</summary>
    public void Require(string name, Regex shape, string problem)
    {
        if (Text(name) is { } text && !shape.IsMatch(text))
        {
            problems.Add($"{Named(name)} {problem}");
        }
    }

    /// <summary>A whole number within bounds.</summary>
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

    /// <summary>An http or https address without user, query and fragment; null where there is none.</summary>
    /// <param name="advice">A sentence that shows how to write it.</param>
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

        problems.Add($"{Named(name)} is no address. {advice}");
        return null;
    }

    /// <summary>A time zone by its IANA name; UTC where none is set.</summary>
    public TimeZoneInfo Zone(string name)
    {
        var id = Text(name) ?? "UTC";
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            return zone;
        }

        problems.Add($"{Named(name)}: there is no time zone {id}. Use an IANA name such as Europe/Berlin or Asia/Shanghai.");
        return TimeZoneInfo.Utc;
    }

    /// <summary>The full path of a file that is there; null where none is set.</summary>
    public string? ExistingFile(string name)
    {
        if (Text(name) is not { } path)
        {
            return null;
        }

        if (!File.Exists(path))
        {
            problems.Add($"{Named(name)}: there is no file {path}.");
        }

        return Path.GetFullPath(path);
    }
}
