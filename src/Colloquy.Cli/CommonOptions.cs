using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Colloquy.Cli;

/// <summary>Options shared by several commands. Options of the root apply to every command.</summary>
internal static class CommonOptions
{
    public static Option<string?> Home { get; } = Recursive(
        new Option<string?>("--home") { Description = "Folder of store and lake (COLLOQUY_HOME)", HelpName = "FOLDER" });

    public static Option<string?> LogLevel { get; } = Recursive(new Option<string?>("--log-level")
    {
        Description = "Trace, Debug, Information, Warning, Error or None (LOG_LEVEL)",
        HelpName = "LEVEL",
    });

    public static Option<bool> Quiet { get; } = Recursive(
        new Option<bool>("--quiet") { Description = "Print only results and problems, no progress or summary" });

    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document to stdout" };

    public static Option<string?> Source { get; } = new(
        "--source")
    { Description = "nocodb, files:FOLDER or files:FILE (COLLOQUY_SOURCE)", HelpName = "SOURCE" };

    public static Option<string?> App { get; } = new("--app") { Description = "Only this app (by id)", HelpName = "ID" };

    public static Option<DateTimeOffset?> From { get; } = Instant(
        "--from", "Start: a date or time, inclusive (UTC unless it has an offset)");

    public static Option<DateTimeOffset?> To { get; } = Instant("--to", "End: a date or time, exclusive");

    public static void AddTo(RootCommand root)
    {
        root.Options.Add(Home);
        root.Options.Add(LogLevel);
        root.Options.Add(Quiet);
    }

    /// <summary>An option whose values are those of an enum, in any case.</summary>
    public static Option<T> Choice<T>(string name, string helpName, T otherwise, string description)
        where T : struct, Enum => new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => otherwise,
            CustomParser = result =>
            {
                var text = result.Tokens.Single().Value;
                if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && char.IsAsciiLetter(text[0]))
                {
                    return value;
                }

                result.AddError(
                    $"{text} is not a valid value of {name}. "
                    + $"Use {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.");
                return otherwise;
            },
        };

    /// <summary>An option whose value is an integer of at least one.</summary>
    public static Option<int?> Number(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            {
                return number;
            }

            result.AddError($"{text} is not a valid value of {name}. Use an integer of at least 1.");
            return null;
        },
    };

    private static Option<T> Recursive<T>(Option<T> option)
    {
        option.Recursive = true;
        return option;
    }

    /// <summary>An option whose value is a date or a time.</summary>
    public static Option<DateTimeOffset?> Instant(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DATE",
        CustomParser = Parse,
    };

    private static DateTimeOffset? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            && text.Length >= 8 && char.IsAsciiDigit(text[0]))
        {
            return instant;
        }

        result.AddError($"{text} is not a date or time. Use 2025-04-01 or 2025-04-01T08:00:00+02:00.");
        return null;
    }
}
