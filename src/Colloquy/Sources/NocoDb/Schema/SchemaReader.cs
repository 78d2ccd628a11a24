using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Reading;
using Colloquy.Sources.Rows;

namespace Colloquy.Sources.NocoDb.Schema;

/// <summary>
/// Finds API version, tables and columns, and compares them with those recorded by an earlier reading. Differences are reported, never
/// guessed.
/// </summary>
internal sealed class SchemaReader(NocoDbClient client, NocoDbOptions options, Func<DateTimeOffset> now)
{
    // New tables in the base are looked for once a day; tables in use are checked every time.
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    private static readonly ImmutableArray<(SourceTable Table, ColumnSet Columns, string[] Names)> Known =
    [
        (SourceTable.Conversations, DifyTables.Conversations.Columns, ["conversations", "conversation"]),
        (SourceTable.Messages, DifyTables.Messages.Columns, ["messages", "message"]),
        (SourceTable.Feedbacks, DifyTables.Feedbacks.Columns, ["message_feedbacks"]),
        (SourceTable.Apps, DifyTables.Apps.Columns, ["apps"]),
        (SourceTable.EndUsers, DifyTables.EndUsers.Columns, ["end_users"]),
    ];

    public static bool IsColumn(string name) =>
        name.Split('.') is [var table, var column] && Known.Any(k => k.Table.Name() == table && k.Columns.Kept.Any(c => c.Name == column));

    public static IEnumerable<string> ColumnsOf(SourceTable table) => Known.First(k => k.Table == table).Columns.Kept.Select(c => c.Name);

    /// <param name="recorded">Null if nothing is recorded, or the record is to be ignored.</param>
    /// <exception cref="SourceException">The schema cannot be read, or differs from the recorded one.</exception>
    public async Task<(NocoDbSession Session, SourceSchema Schema)> OpenAsync(SourceSchema? recorded, CancellationToken cancellationToken)
    {
        if (recorded is not null && NocoDbApi.Of(recorded.Api) is { } api && now() - recorded.ResolvedAt < Fresh)
        {
            var session = new NocoDbSession(client, api, options) { ComparesDays = recorded.ComparesDays ?? false };
            var tables = recorded.Tables;
            foreach (var table in (SourceTable[])[SourceTable.Conversations, SourceTable.Messages])
            {
                tables = tables.SetItem(table, await CheckAsync(session, recorded.Tables[table], cancellationToken));
            }

            return await TryDaysAsync(session, recorded with { Tables = tables }, cancellationToken);
        }

        return await ResolveAsync(recorded, cancellationToken);
    }

    private async Task<(NocoDbSession Session, SourceSchema Schema)> ResolveAsync(
        SourceSchema? recorded, CancellationToken cancellationToken)
    {
        var (session, metas) = await DetectAsync(cancellationToken);
        session.ComparesDays = recorded?.ComparesDays ?? false;
        var tables = ImmutableSortedDictionary.CreateBuilder<SourceTable, TableSchema>();
        foreach (var (table, columns, names) in Known)
        {
            if (Find(table, names, metas) is { } meta)
            {
                var found = SchemaResolver.Resolve(
                    columns, meta, await session.ReadFieldsAsync(meta.Id, cancellationToken), options.Columns);
                tables.Add(table, found);
            }
        }

        foreach (var (table, known) in recorded?.Tables ?? ImmutableSortedDictionary<SourceTable, TableSchema>.Empty)
        {
            if (!tables.TryGetValue(table, out var found) || found.Id != known.Id)
            {
                throw SchemaDrift.TableGone(known);
            }

            SchemaDrift.Check(known, [.. found.Columns.Values]);
        }

        return await TryDaysAsync(
            session, new SourceSchema(session.Api.Name, recorded?.ComparesDays, now(), tables.ToImmutable()), cancellationToken);
    }

    private async Task<(NocoDbSession Session, IReadOnlyList<MetaTable> Tables)> DetectAsync(CancellationToken cancellationToken)
    {
        NocoDbException? missing = null;
        foreach (var api in (NocoDbApi[])[NocoDbApi.V2, NocoDbApi.V3])
        {
            var session = new NocoDbSession(client, api, options);
            try
            {
                return (session, await session.ListTablesAsync(cancellationToken));
            }
            catch (NocoDbException refused) when (refused.IsMissing && refused.Code != "ERR_BASE_NOT_FOUND")
            {
                missing = refused;
            }
        }

        throw new SourceException(
            $"{options.BaseUrl} answers, but offers neither v2 nor v3 of NocoDB's API. NOCODB_BASE_URL must be the URL of NocoDB itself, "
            + "without /dashboard or /api.",
            missing!);
    }

    private MetaTable? Find(SourceTable table, string[] names, IReadOnlyList<MetaTable> metas)
    {
        var (setting, asked) = table switch
        {
            SourceTable.Conversations => ("NOCODB_CONVERSATION_TABLE", options.ConversationTable),
            SourceTable.Messages => ("NOCODB_MESSAGES_TABLE", options.MessagesTable),
            _ => ("", null),
        };
        var found = asked is null
            ? metas.Where(t => names.Contains(t.Title, StringComparer.OrdinalIgnoreCase)
                || names.Contains(t.Name, StringComparer.OrdinalIgnoreCase)).ToList()
            : metas.Where(t => t.Id == asked || string.Equals(t.Title, asked, StringComparison.OrdinalIgnoreCase)
                || string.Equals(t.Name, asked, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found is [var only])
        {
            return only;
        }

        if (found.Count == 0 && setting.Length == 0)
        {
            return null;
        }

        var there = metas.Count == 0 ? "it has no tables" : "it has " + SchemaResolver.Listed(metas.Select(t => t.Title));
        throw new SourceException(found.Count == 0
            ? $"The base {options.BaseId} has no table {asked ?? names[0]}; {there}. Set {setting} to the title or id of the table that "
                + $"holds Dify's {table.Name()}."
            : $"The base {options.BaseId} has {found.Count} tables that may be Dify's {table.Name()}: "
                + $"{SchemaResolver.Listed(found.Select(t => $"{t.Title} ({t.Id})"))}. "
                + $"{(setting.Length == 0 ? "Rename all but one" : $"Set {setting} to the id of the right one")}.");
    }

    private async Task<TableSchema> CheckAsync(NocoDbSession session, TableSchema known, CancellationToken cancellationToken)
    {
        IReadOnlyList<Field> fields;
        try
        {
            fields = await session.ReadFieldsAsync(known.Id, cancellationToken);
        }
        catch (NocoDbException refused) when (refused.IsMissing)
        {
            throw SchemaDrift.TableGone(known);
        }

        SchemaDrift.Check(known, fields);
        var (_, columns, _) = Known.First(k => k.Table == known.Table);
        return SchemaResolver.Resolve(columns, new MetaTable(known.Id, known.Title, null), fields, options.Columns);
    }

    // Requests rows created after the newest one: a server that compares days returns rows. If the day ends with that row, the next reading
    // tries again.
    private static async Task<(NocoDbSession Session, SourceSchema Schema)> TryDaysAsync(
        NocoDbSession session, SourceSchema schema, CancellationToken cancellationToken)
    {
        if (schema.ComparesDays is not null)
        {
            return (session, schema);
        }

        var table = schema.Tables[SourceTable.Conversations];
        var reader = new WindowReader<Conversation>(session, table, RowFacts.Conversations, TimeZoneInfo.Utc);
        if (await reader.FindEndAsync(last: true, cancellationToken) is { Created: { } newest } && reader.NextGroup(newest) is var after
            && after.UtcDateTime.Date == newest.UtcDateTime.Date
            && after < DateTimeOffset.MaxValue)
        {
            session.ComparesDays = await session.CountAsync(table, Where.AtOrAfter(table.Created, after), cancellationToken) > 0;
            schema = schema with { ComparesDays = session.ComparesDays };
        }

        return (session, schema);
    }
}
