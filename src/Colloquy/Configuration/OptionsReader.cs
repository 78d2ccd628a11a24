using Colloquy.Categorisers.Outcomes;
using Colloquy.Categorisers.PersonalData;
using System.Globalization;
using Colloquy.Analyse;
using Colloquy.Model;
using Colloquy.Sources.NocoDb;
using Colloquy.Rights;
using Microsoft.Extensions.Logging;

namespace Colloquy.Configuration;

/// <summary>Reads options from variables, and lists every problem at once.</summary>
public sealed partial class OptionsReader
{
    private const string FilesScheme = "files:";

    private readonly IReadOnlyDictionary<string, Variable> variables;
    private readonly OptionParts parts;
    private readonly ImmutableArray<string>.Builder problems = ImmutableArray.CreateBuilder<string>();

    private OptionsReader(IReadOnlyDictionary<string, Variable> variables, OptionParts parts)
    {
        this.variables = variables;
        this.parts = parts;
    }

    /// <param name="variables">By name, the strongest place last merged in; an empty value counts as not set.</param>
    /// <param name="parts">Those that are going to be used; problems of the others are not looked at.</param>
    /// <param name="check">Finds problems that only an adapter can see, in the parts that are going to be used.</param>
    /// <exception cref="ConfigurationException">Something that is going to be used cannot be.</exception>
    public static ColloquyOptions Read(
        IReadOnlyDictionary<string, Variable> variables, OptionParts parts = OptionParts.All, Func<ColloquyOptions, IEnumerable<string>>? check = null)
    {
        var reader = new OptionsReader(variables, parts);
        reader.RefuseUnknown();
        var (chat, dify) = reader.Of(OptionParts.Annotators, () => (reader.Chat(), reader.Dify()));
        var options = new ColloquyOptions
        {
            Parts = parts,
            Home = Path.GetFullPath(reader.Text(Settings.Home) ?? "colloquy-data"),
            Rights = reader.Rights(),
            SourcePath = reader.Of(OptionParts.Source, reader.Files),
            NocoDb = reader.Of(OptionParts.Source, reader.NocoDb),
            Mongo = reader.Of(OptionParts.Store, reader.Mongo),
            S3 = reader.Of(OptionParts.Lake, reader.S3),
            LakeKeep = reader.Of(OptionParts.Lake, reader.Keep),
            SourceZone = reader.Of(OptionParts.Rows, () => reader.Zone(Settings.TimeZone)),
            Dimensions = reader.Dimensions(),
            TaxonomyPath = reader.Of(OptionParts.Labels, () => reader.ExistingFile(Settings.Taxonomy)),
            ModelPaths = reader.Of(OptionParts.Labels, reader.Models),
            HandOffMarker = reader.Text(Settings.HandOff) ?? OutcomeCategoriser.DefaultMarker,
            Redaction = reader.Of(OptionParts.Rows, reader.Redaction),
            HashUsers = reader.Of(OptionParts.Rows, () => reader.Flag(Settings.RedactUsers, false)),
            RedactionKey = reader.Of(OptionParts.Rows, reader.RedactionKey),
            Chat = chat,
            Dify = dify,
            Annotators = reader.Of(OptionParts.Annotators, () => reader.AnnotatorBounds(chat, dify)),
            ReportZone = reader.Zone(Settings.ReportZone).Id,
            Workers = reader.Number(Settings.MaxWorkers, 1, 256, Environment.ProcessorCount),
            BatchSize = reader.Of(OptionParts.Rows, () => reader.Number(Settings.BatchSize, 1, 100_000, 5_000)),
            CacheMegabytes = reader.Of(OptionParts.Lake, () => reader.Number(Settings.CacheSize, 0, 1_000_000, 1_024)),
            LogLevel = reader.LogLevel(),
        };
        reader.problems.AddRange(check?.Invoke(options) ?? []);

        // Some settings are several parts' own.
        return reader.problems.Count == 0 ? options : throw new ConfigurationException([.. reader.problems.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Reads what belongs to a part, and forgets its problems where nobody is going to use the part.</summary>
    private T Of<T>(OptionParts part, Func<T> read)
    {
        var before = problems.Count;
        var value = read();
        if (!parts.HasFlag(part))
        {
            problems.Count = before;
        }

        return value;
    }

    private const int LeastKey = 16;

    private string? Text(string name) => variables.TryGetValue(name, out var variable) && variable.Value.Trim() is { Length: > 0 } text ? text : null;

    private FileRights Rights()
    {
        switch (Text(Settings.Share)?.ToLowerInvariant())
        {
            case null or "private":
                return FileRights.Private;
            case "group":
                return FileRights.Group;
            case "all":
                return FileRights.All;
            default:
                problems.Add($"{Named(Settings.Share)} must be private, group or all.");
                return FileRights.Private;
        }
    }

    private ImmutableArray<string> Models()
    {
        string[] folders = Text(Settings.Models)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var missing in folders.Where(f => !Directory.Exists(f)))
        {
            problems.Add($"{Named(Settings.Models)}: {missing} is no folder. Name folders that colloquy train has written, separated by commas.");
        }

        return [.. folders];
    }

    private RedactionMode Redaction()
    {
        var text = Text(Settings.Redact) ?? "off";
        if (Enum.TryParse<RedactionMode>(text, ignoreCase: true, out var mode) && char.IsAsciiLetter(text[0]))
        {
            return mode;
        }

        problems.Add($"{Named(Settings.Redact)} must be off, mask, hash or remove.");
        return RedactionMode.Mask;
    }

    private Secret? RedactionKey()
    {
        var key = Text(Settings.RedactKey);
        var needed = string.Equals(Text(Settings.Redact), "hash", StringComparison.OrdinalIgnoreCase) || string.Equals(Text(Settings.RedactUsers), "true", StringComparison.OrdinalIgnoreCase);
        if (key is null ? needed : key.Length < LeastKey)
        {
            problems.Add($"{Named(Settings.RedactKey)} must have at least {LeastKey} characters: keyed hashes of personal data need a key that nobody can guess.");
        }

        return key is null ? null : new Secret(key);
    }

    private string Named(string name) => variables.TryGetValue(name, out var variable) ? $"{name} ({variable.Place})" : name;

    private void RefuseUnknown()
    {
        foreach (var name in variables.Keys.Order(StringComparer.Ordinal).Where(name => Text(name) is not null))
        {
            if (name.StartsWith(Settings.Prefix, StringComparison.Ordinal) && name != "COLLOQUY_SHARED" && !name.StartsWith("COLLOQUY_TEST_", StringComparison.Ordinal)
                && Settings.Known.All(s => s.Name != name))
            {
                var nearest = Settings.Known.Where(s => s.Name.StartsWith(Settings.Prefix, StringComparison.Ordinal)).MinBy(s => EditDistance.Between(s.Name, name))!;
                problems.Add($"{Named(name)} is not a setting. Did you mean {nearest.Name}?");
            }
        }
    }

    private string? Files()
    {
        var text = Text(Settings.Source);
        if (text is null or "nocodb")
        {
            return null;
        }

        if (text.StartsWith(FilesScheme, StringComparison.Ordinal) && text.Length > FilesScheme.Length)
        {
            return Path.GetFullPath(text[FilesScheme.Length..]);
        }

        problems.Add($"{Named(Settings.Source)} is not understood. Use nocodb, files:FOLDER or files:FILE.");
        return null;
    }

    private NocoDbOptions? NocoDb()
    {
        if ((Text(Settings.Source) ?? (Text(Settings.NocoDbUrl) is null ? "" : "nocodb")) != "nocodb")
        {
            return null;
        }

        return new NocoDbOptions
        {
            BaseUrl = Address(Settings.NocoDbUrl),
            Token = new Secret(NeededForNocoDb(Settings.NocoDbToken)),
            BaseId = BaseId(),
            ConversationTable = Text(Settings.NocoDbConversations),
            MessagesTable = Text(Settings.NocoDbMessages),
            Columns = Columns(),
            RequestRate = Text(Settings.NocoDbRate) is null ? null : Number(Settings.NocoDbRate, 0, 1_000, 0),
            LookBack = TimeSpan.FromHours(Number(Settings.NocoDbLookBack, 0, 720, 48)),
            MaxRetries = Number(Settings.MaxRetries, 0, 100, 8),
        };
    }

    private string NeededForNocoDb(string name)
    {
        if (Text(name) is { } text)
        {
            return text;
        }

        problems.Add($"{name} is not set; reading from NocoDB needs {Settings.NocoDbUrl}, {Settings.NocoDbToken} and {Settings.NocoDbBase}.");
        return "";
    }

    private Uri Address(string name)
    {
        var text = NeededForNocoDb(name);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { UserInfo: "", Query: "", Fragment: "" })
        {
            return address;
        }

        if (text.Length > 0)
        {
            problems.Add($"{Named(name)} is no address. Write https://HOST or http://HOST:PORT, without /dashboard or /api.");
        }

        return new Uri("http://localhost");
    }

    private string BaseId()
    {
        var id = NeededForNocoDb(Settings.NocoDbBase);
        if (!id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            problems.Add($"{Named(Settings.NocoDbBase)} is no id. It is the p… in the address of the base, not its title.");
        }

        return id;
    }

    private ImmutableDictionary<string, string> Columns()
    {
        var columns = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in (Text(Settings.NocoDbColumns) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=', 2, StringSplitOptions.TrimEntries) is [var column, { Length: > 0 } title] && NocoDbSource.IsColumn(column))
            {
                columns[column] = title;
            }
            else
            {
                problems.Add($"{Named(Settings.NocoDbColumns)}: {entry} is not understood. Write table.column=TITLE with a table and a column of Dify's, for example messages.created_at=Sent at.");
            }
        }

        return columns.ToImmutable();
    }

    private TimeZoneInfo Zone(string name)
    {
        var id = Text(name) ?? "UTC";
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            return zone;
        }

        problems.Add($"{Named(name)}: there is no time zone {id}. Use an IANA name such as Europe/Berlin or Asia/Shanghai.");
        return TimeZoneInfo.Utc;
    }

    private ImmutableArray<Dimension> Dimensions()
    {
        var declared = ImmutableArray.CreateBuilder<Dimension>();
        foreach (var entry in (Text(Settings.Dimensions) ?? "channel,locale").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var (name, typeName) = colon < 0 ? (entry, "text") : (entry[..colon].TrimEnd(), entry[(colon + 1)..].TrimStart());
            if (!Enum.TryParse<DimensionType>(typeName, ignoreCase: true, out var type) || char.IsAsciiDigit(typeName[0]))
            {
                problems.Add($"{Named(Settings.Dimensions)}: {name} has the unknown type {typeName}. Types are text, number, boolean, date.");
            }
            else if (name.Length == 0)
            {
                problems.Add($"{Named(Settings.Dimensions)}: an entry has no name.");
            }
            else if (Dimension.Reserved.Contains(name))
            {
                problems.Add($"{Named(Settings.Dimensions)}: {name} is a dimension already. Reserved are {string.Join(", ", Dimension.Reserved.Order(StringComparer.Ordinal))}.");
            }
            else if (declared.Any(d => d.Name == name))
            {
                problems.Add($"{Named(Settings.Dimensions)}: {name} is declared twice.");
            }
            else
            {
                declared.Add(new Dimension(name, type));
            }
        }

        return declared.ToImmutable();
    }

    private TimeSpan Keep()
    {
        var text = Text(Settings.LakeKeep) ?? "0";
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        if (text[^1] is 'h' or 'd' && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= (text[^1] == 'h' ? 366 * 24 : 366))
        {
            return text[^1] == 'h' ? TimeSpan.FromHours(number) : TimeSpan.FromDays(number);
        }

        problems.Add($"{Named(Settings.LakeKeep)} is not understood. Write 0, or hours or days such as 12h or 7d, at most 366d.");
        return TimeSpan.Zero;
    }

    private string? ExistingFile(string name)
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

    private int Number(string name, int least, int most, int otherwise)
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

    // The origin's users write INFO and WARNING, .NET's names are Information and Warning.
    private LogLevel LogLevel()
    {
        var text = Text(Settings.LogLevel) ?? "Warning";
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
            problems.Add($"{Named(Settings.LogLevel)} must be Trace, Debug, Information, Warning, Error or None.");
        }

        return level ?? Microsoft.Extensions.Logging.LogLevel.Warning;
    }
}
