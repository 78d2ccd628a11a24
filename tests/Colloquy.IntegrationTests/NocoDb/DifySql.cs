namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>Statements that write rows of Dify's tables; ids are made of a name, so that a test can name them again.</summary>
internal static class DifySql
{
    /// <summary>The id that a name stands for, as an expression.</summary>
    public static string Id(string name) => $"md5('{name}')::uuid";

    /// <summary>Conversations, each with one message, numbered from <paramref name="first"/> to <paramref name="last"/>.</summary>
    /// <param name="created">An expression over the number i.</param>
    /// <param name="updated">The same; left out: as created.</param>
    public static string Insert(string name, int first, int last, string created, string? updated = null) =>
        $"""
        insert into conversations (id, app_id, mode, name, inputs, status, from_source, created_at, updated_at)
          select md5('{name}' || i)::uuid, {Id("app")}, 'chat', 'talk ' || i, null, 'normal', 'api', {created}, {updated ?? created} from generate_series({first}, {last}) i;
        insert into messages (id, app_id, conversation_id, query, message, message_unit_price, answer, answer_unit_price, currency, from_source, created_at, updated_at)
          select md5('{name} turn ' || i)::uuid, {Id("app")}, md5('{name}' || i)::uuid, 'question ' || i, '[]', 0, 'answer ' || i, 0, 'USD', 'api', {created}, {updated ?? created}
          from generate_series({first}, {last}) i;
        """;

    public static string Update(string name, int number) =>
        $"""
        update messages set answer = 'another answer', updated_at = {Now} where id = md5('{name} turn {number}')::uuid;
        update conversations set name = 'another name', updated_at = {Now} where id = md5('{name}{number}')::uuid;
        """;

    public static string Delete(string name, int number) =>
        $"""
        delete from messages where conversation_id = md5('{name}{number}')::uuid;
        delete from conversations where id = md5('{name}{number}')::uuid;
        """;

    /// <summary>Whole seconds, as Dify writes times.</summary>
    public const string Now = "date_trunc('second', now()::timestamp)";
}
