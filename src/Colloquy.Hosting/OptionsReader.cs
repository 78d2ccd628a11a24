using System.Globalization;
using Colloquy.Analyse;
using Colloquy.Annotators;
using Colloquy.Categorisers.Outcomes;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Configuration;
using Colloquy.Model;
using Colloquy.Rights;
using Colloquy.Sources;
using Colloquy.Stores;
using Microsoft.Extensions.Logging;

namespace Colloquy.Hosting;

/// <summary>Reads options from variables and reports all problems at once.</summary>
public static class OptionsReader
{
    private const int LeastKey = 16;

    /// <summary>Reads and validates options.</summary>
    /// <param name="variables">Variables by name, already merged by precedence. An empty value counts as not set.</param>
    /// <param name="parts">The parts that will be used. Problems in other parts are ignored.</param>
    /// <param name="components">The components from which the settings can choose; by default all built-in ones.</param>
    /// <exception cref="ConfigurationException">A part that will be used has problems.</exception>
    public static ColloquyOptions Read(
        IReadOnlyDictionary<string, Variable> variables, OptionParts parts = OptionParts.All, Components? components = null)
    {
        var settings = new SettingsReader(variables);
        components ??= Components.Default;
        RefuseUnknown(settings, components);
        var annotators = Of(OptionParts.Annotators, reader => Annotators(reader, components));
        var options = new ColloquyOptions
        {
            Parts = parts,
            Components = components,
            Home = Path.GetFullPath(settings.Text(Settings.Home) ?? "colloquy-data"),
            Rights = Rights(settings),
            Source = Of(OptionParts.Source, reader => Source(reader, components)),
            Store = Of(OptionParts.Store, reader => Chosen(reader, components.Stores)!),
            Lake = Of(OptionParts.Lake, reader => Chosen(reader, components.Lakes)!),
            LakeKeep = Of(OptionParts.Lake, Keep),
            SourceZone = Of(OptionParts.Rows, reader => reader.Zone(Settings.TimeZone)),
            Dimensions = Dimensions(settings),
            TaxonomyPath = Of(OptionParts.Labels, reader => reader.ExistingFile(Settings.Taxonomy)),
            ModelPaths = Of(OptionParts.Labels, Models),
            HandOffMarker = settings.Text(Settings.HandOff) ?? OutcomeCategoriser.DefaultMarker,
            Redaction = Of(OptionParts.Rows, Redaction),
            HashUsers = Of(OptionParts.Rows, reader => reader.Flag(Settings.RedactUsers, false)),
            RedactionKey = Of(OptionParts.Rows, RedactionKey),
            Annotators = annotators,
            AnnotatorBounds = Of(
                OptionParts.Annotators,
                reader => AnnotatorSettings.ReadBounds(reader, annotators, components.Annotators.Select(one => one.Usage))),
            ReportZone = settings.Zone(Settings.ReportZone).Id,
            Workers = settings.Number(Settings.MaxWorkers, 1, 256, Environment.ProcessorCount),
            BatchSize = Of(OptionParts.Rows, reader => reader.Number(Settings.BatchSize, 1, 100_000, 5_000)),
            CacheMegabytes = Of(OptionParts.Lake, reader => reader.Number(Settings.CacheSize, 0, 1_000_000, 1_024)),
            LogLevel = LogLevel(settings),
        };

        // Some settings belong to several parts, so a problem can be reported twice.
        return settings.Problems.Count == 0
            ? options
            : throw new ConfigurationException([.. settings.Problems.Distinct(StringComparer.Ordinal)]);

        T Of<T>(OptionParts part, Func<SettingsReader, T> read) => settings.Read(parts.HasFlag(part), read);
    }

    /// <summary>Reads the options of one kind of store, even if the settings choose another one.</summary>
    /// <param name="name">Name of the store's component.</param>
    /// <returns>Null if the settings do not say where the store is.</returns>
    /// <exception cref="ConfigurationException">The settings of the store are invalid.</exception>
    public static StoreOptions? ReadStore(IReadOnlyDictionary<string, Variable> variables, string name, Components? components = null)
    {
        var settings = new SettingsReader(variables);
        var options = (components ?? Components.Default).Stores.Single(one => one.Name == name).Read(settings);
        return settings.Problems.Count == 0 ? options : throw new ConfigurationException([.. settings.Problems]);
    }

    private static TOptions? Chosen<TOptions>(SettingsReader settings, ImmutableArray<Component<TOptions>> components)
        where TOptions : class =>
        components.Select(one => one.Read(settings)).FirstOrDefault(options => options is not null);

    private static SourceOptions? Source(SettingsReader settings, Components components)
    {
        var options = Chosen(settings, components.Sources);
        if (options is null && settings.Text(Settings.Source) is not null)
        {
            settings.Add($"{settings.Named(Settings.Source)} is not understood. {components.HowToChooseASource}");
        }

        return options;
    }

    // Only one service translates: the first that can.
    private static ImmutableArray<AnnotatorOptions> Annotators(SettingsReader settings, Components components)
    {
        var chosen = components.Annotators.Select(one => one.Read(settings)).OfType<AnnotatorOptions>().ToList();
        var translator = chosen.Find(one => one.Translates);
        return [.. chosen.Select(one => one == translator ? one : one.WithoutTranslations())];
    }

    private static void RefuseUnknown(SettingsReader settings, Components components)
    {
        var known = components.Settings.Select(one => one.Name).ToList();
        foreach (var name in settings.Names.Order(StringComparer.Ordinal))
        {
            if (name.StartsWith(Settings.Prefix, StringComparison.Ordinal) && name != "COLLOQUY_SHARED"
                && !name.StartsWith("COLLOQUY_TEST_", StringComparison.Ordinal) && !known.Contains(name))
            {
                var nearest = known.Where(one => one.StartsWith(Settings.Prefix, StringComparison.Ordinal))
                    .MinBy(one => EditDistance.Between(one, name))!;
                settings.Add($"{settings.Named(name)} is not a setting. Did you mean {nearest}?");
            }
        }
    }

    private static FileRights Rights(SettingsReader settings)
    {
        switch (settings.Text(Settings.Share)?.ToLowerInvariant())
        {
            case null or "private":
                return FileRights.Private;
            case "group":
                return FileRights.Group;
            case "all":
                return FileRights.All;
            default:
                settings.Add($"{settings.Named(Settings.Share)} must be private, group or all.");
                return FileRights.Private;
        }
    }

    private static ImmutableArray<string> Models(SettingsReader settings)
    {
        var folders = settings.List(Settings.Models);
        foreach (var missing in folders.Where(f => !Directory.Exists(f)))
        {
            settings.Add(
                $"{settings.Named(Settings.Models)}: {missing} is not a folder. "
                + "Name folders that colloquy train has written, separated by commas.");
        }

        return [.. folders];
    }

    private static RedactionMode Redaction(SettingsReader settings)
    {
        var text = settings.Text(Settings.Redact) ?? "off";
        if (Enum.TryParse<RedactionMode>(text, ignoreCase: true, out var mode) && char.IsAsciiLetter(text[0]))
        {
            return mode;
        }

        settings.Add($"{settings.Named(Settings.Redact)} must be off, mask, hash or remove.");
        return RedactionMode.Mask;
    }

    private static Secret? RedactionKey(SettingsReader settings)
    {
        var key = settings.Text(Settings.RedactKey);
        var needed = string.Equals(settings.Text(Settings.Redact), "hash", StringComparison.OrdinalIgnoreCase)
            || string.Equals(settings.Text(Settings.RedactUsers), "true", StringComparison.OrdinalIgnoreCase);
        if (key is null ? needed : key.Length < LeastKey)
        {
            settings.Add(
                $"{settings.Named(Settings.RedactKey)} must have at least {LeastKey} characters: "
                + "keyed hashes of personal data need a key that nobody can guess.");
        }

        return key is null ? null : new Secret(key);
    }

    private static ImmutableArray<Dimension> Dimensions(SettingsReader settings)
    {
        var declared = ImmutableArray.CreateBuilder<Dimension>();
        string[] entries = settings.Text(Settings.Dimensions) is null ? ["channel", "locale"] : settings.List(Settings.Dimensions);
        foreach (var entry in entries)
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var (name, typeName) = colon < 0 ? (entry, "text") : (entry[..colon].TrimEnd(), entry[(colon + 1)..].TrimStart());
            if (!Enum.TryParse<DimensionType>(typeName, ignoreCase: true, out var type) || char.IsAsciiDigit(typeName[0]))
            {
                settings.Add(
                    $"{settings.Named(Settings.Dimensions)}: {name} has the unknown type {typeName}. "
                    + "Types are text, number, boolean, date.");
            }
            else if (name.Length == 0)
            {
                settings.Add($"{settings.Named(Settings.Dimensions)}: an entry has no name.");
            }
            else if (Dimension.Reserved.Contains(name))
            {
                settings.Add(
                    $"{settings.Named(Settings.Dimensions)}: {name} is already a dimension. "
                    + $"Reserved are {string.Join(", ", Dimension.Reserved.Order(StringComparer.Ordinal))}.");
            }
            else if (declared.Any(d => d.Name == name))
            {
                settings.Add($"{settings.Named(Settings.Dimensions)}: {name} is declared twice.");
            }
            else
            {
                declared.Add(new Dimension(name, type));
            }
        }

        return declared.ToImmutable();
    }

    private static TimeSpan Keep(SettingsReader settings)
    {
        var text = settings.Text(Settings.LakeKeep) ?? "0";
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        if (text[^1] is 'h' or 'd'
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= (text[^1] == 'h' ? 366 * 24 : 366))
        {
            return text[^1] == 'h' ? TimeSpan.FromHours(number) : TimeSpan.FromDays(number);
        }

        settings.Add($"{settings.Named(Settings.LakeKeep)} is not understood. Write 0, or hours or days such as 12h or 7d, at most 366d.");
        return TimeSpan.Zero;
    }

    // INFO and WARNING are accepted besides the names of .NET.
    private static LogLevel LogLevel(SettingsReader settings)
    {
        var text = settings.Text(Settings.LogLevel) ?? "Warning";
        LogLevel? level = text.ToUpperInvariant() switch
        {
            "TRACE" => Microsoft.Extensions.Logging.LogLevel.Trace,
            "DEBUG" => Microsoft.Extensions.Logging.LogLevel.Debug,
            "INFO" or "INFORMATION" => Microsoft.Extensions.Logging.LogLevel.Information,
            "WARN" or "WARNING" => Microsoft.Extensions.Logging.LogLevel.Warning,
            "ERROR" => Microsoft.Extensions.Logging.LogLevel.Error,
            "NONE" => Microsoft.Extensions.Logging.LogLevel.None,
            _ => null,
        };
        if (level is null)
        {
            settings.Add($"{settings.Named(Settings.LogLevel)} must be Trace, Debug, Information, Warning, Error or None.");
        }

        return level ?? Microsoft.Extensions.Logging.LogLevel.Warning;
    }
}
