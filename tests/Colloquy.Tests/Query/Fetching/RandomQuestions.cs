using System.Globalization;
using CsCheck;

namespace Colloquy.Tests.Query.Fetching;

/// <summary>SQL of many shapes, whose conditions are mostly about the time. The rows of an answer are determined, their order is not.</summary>
internal static class RandomQuestions
{
    private sealed record Source(string Name, string Time, string Key, string Other);

    private static readonly Gen<Source> Sources = Gen.OneOf(
        new Source("messages", "created_at", "conversation_id", "(~.turn = 2 AND ~.message_tokens = 43)"),
        new Source("messages", "created_at", "id", "(~.total_price IS NULL OR ~.currency = 'USD' AND ~.model_id = 'gpt-4o-mini' AND ~.error IS NULL)"),
        new Source("conversations", "created_at", "id", "(~.mode = 'chat' AND ~.status = 'normal' AND ~.model_id IS NOT NULL)"),
        new Source("labels", "date", "conversation_id", "(~.kind = 'topic' AND ~.value = 'travel')"),
        new Source("utterances", "created_at", "conversation_id", "~.role = 'user'"),
        new Source("user_days", "date", "actor_id", "~.turns > 3"),
        new Source("reports", "starts_at", "period", "(~.kind = 'day' AND ~.dimension = 'all')"));

    // At midnight, beside it, within the day, and beyond the days of the lake on both sides.
    private static readonly Gen<string> Moments = Gen.Select(
        Gen.Int[-3, FarLake.Days + 3],
        Gen.OneOf(0L, 0L, 1L, -1L, 10L, 36_000_000_000L + 5, 60_000_000L),
        (day, microseconds) => FarLake.First.AddDays(day).ToDateTime(default).AddTicks(microseconds * 10).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));

    private static readonly Gen<string> Comparisons = Gen.OneOf("<", "<=", ">", ">=", "=", "<>", "IS DISTINCT FROM");

    public static Gen<string> All { get; } = Gen.OneOf(Plain(), Joined(), Grouped(), Combined(), Windowed(), Limited(), Nested());

    private static Gen<string> Condition(Source source, string alias, int depth = 2)
    {
        var time = $"{alias}.{source.Time}";
        var other = source.Other.Replace("~", alias, StringComparison.Ordinal);
        var atoms = Gen.OneOf(
            Gen.Select(Comparisons, Moments, (op, moment) => $"{time} {op} TIMESTAMPTZ '{moment}'"),
            Gen.Select(Comparisons, Moments, (op, moment) => $"{time} {op} DATE '{moment[..10]}'"),
            Gen.Select(Comparisons, Moments, (op, moment) => $"{time}::DATE {op} DATE '{moment[..10]}'"),
            Gen.Select(Comparisons, Moments, (op, moment) => $"'{moment[..19]}'::TIMESTAMPTZ {op} {time}::TIMESTAMPTZ"),
            Gen.Select(Comparisons, Moments, (op, moment) => $"{time}::TIMESTAMPTZ AT TIME ZONE 'Asia/Tokyo' {op} TIMESTAMP '{moment}'"),
            Gen.Select(Comparisons, Moments, (op, moment) => $"{time} + INTERVAL 1 DAY {op} TIMESTAMPTZ '{moment}'"),
            Gen.Select(Gen.OneOf("hour", "day", "week", "month", "year"), Comparisons, Moments, (unit, op, moment) => $"date_trunc('{unit}', {time}) {op} TIMESTAMPTZ '{moment[..10]}'"),
            Gen.Select(Gen.OneOf("day", "dow", "month", "hour", "epoch"), Gen.Int[0, 31], (part, n) => $"date_part('{part}', {time}) > {n}"),
            Gen.Select(Moments, Moments, (one, two) => $"{time} BETWEEN '{one}' AND '{two}'"),
            Gen.Select(Moments, Moments, (one, two) => $"{time} IN ('{one[..10]}', '{two[..10]}', '{one}')"),
            Gen.Select(Moments, moment => $"CASE WHEN {other} THEN {time} < '{moment}' ELSE {time} > '{moment}' END"),
            Gen.Select(Moments, moment => $"coalesce({time}, TIMESTAMPTZ '{moment}') > '{moment}'"),
            Gen.Select(Moments, moment => $"strftime({time}, '%Y-%m-%d') = '{moment[..10]}'"),
            Gen.Select(Comparisons, Gen.OneOf("min", "max", "median"), (op, of) => $"{time} {op} (SELECT {of}(created_at) FROM messages WHERE turn < 3)"),
            Gen.Select(Moments, moment => $"{time} IN (SELECT created_at FROM conversations WHERE created_at > '{moment}')"),
            Gen.Select(Moments, moment => $"EXISTS (FROM messages x WHERE x.created_at >= {time} AND x.created_at < '{moment}')"),
            Gen.Select(Moments, moment => $"{time} > (SELECT max(created_at) FROM messages WHERE created_at < '{moment}') - INTERVAL 1 DAY"),
            Gen.OneOf($"{time} IS NULL", $"{time} IS NOT NULL", $"{time} < now()", $"{time} > current_date - 10", $"{other}", "random() >= 0", "NULL", "true"));
        return depth == 0
            ? atoms
            : Gen.OneOf(
                atoms,
                atoms,
                Gen.Select(Condition(source, alias, depth - 1), Condition(source, alias, depth - 1), (a, b) => $"({a} AND {b})"),
                Gen.Select(Condition(source, alias, depth - 1), Condition(source, alias, depth - 1), (a, b) => $"({a} OR {b})"),
                Condition(source, alias, depth - 1).Select(a => $"NOT ({a})"));
    }

    private static Gen<string> Plain() =>
        from source in Sources
        from condition in Condition(source, "a", 3)
        select $"SELECT a.{source.Key}, a.{source.Time} FROM {source.Name} a WHERE {condition}";

    private static Gen<string> Joined() =>
        from one in Sources
        from two in Sources
        from kind in Gen.OneOf("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "SEMI JOIN", "ANTI JOIN", "ASOF JOIN", "ASOF LEFT JOIN")
        from key in Gen.Bool
        from match in Condition(two, "b", 1)
        from condition in Condition(one, "a")
        let asOf = kind.StartsWith("ASOF", StringComparison.Ordinal)
        let equal = key || asOf ? $"a.{one.Key} = b.{two.Key}" : $"a.{one.Time} = b.{two.Time}"
        let side = kind is "SEMI JOIN" or "ANTI JOIN" ? "NULL" : $"b.{two.Time}"
        select $"SELECT count(*) AS n, min(a.{one.Time}), max(a.{one.Time}), min({side}), max({side}) "
            + $"FROM {one.Name} a {kind} {two.Name} b ON {equal} AND {(asOf ? $"a.{one.Time} >= b.{two.Time}" : match)} WHERE {condition}";

    private static Gen<string> Grouped() =>
        from source in Sources
        from condition in Condition(source, "a", 1)
        from moment in Moments
        from having in Gen.OneOf("d", $"min(a.{source.Time})", $"max(a.{source.Time})")
        from op in Comparisons
        select $"SELECT date_trunc('day', a.{source.Time}) AS d, count(*) AS n FROM {source.Name} a WHERE {condition} GROUP BY d HAVING {having} {op} TIMESTAMPTZ '{moment}' OR count(*) > 15";

    private static Gen<string> Combined() =>
        from source in Sources
        from set in Gen.OneOf("UNION ALL", "UNION", "EXCEPT", "EXCEPT ALL", "INTERSECT")
        from made in Gen.OneOf("", "MATERIALIZED", "NOT MATERIALIZED")
        from inside in Condition(source, "a", 1)
        from one in Condition(source, "x", 1)
        from two in Condition(source, "y", 1)
        select $"WITH w AS {made} (SELECT * FROM {source.Name} a WHERE {inside}) "
            + $"SELECT {source.Time}, count(*) FROM (SELECT {source.Time} FROM w x WHERE {one} {set} SELECT {source.Time} FROM {source.Name} y WHERE {two}) GROUP BY ALL";

    private static Gen<string> Windowed() =>
        from source in Sources
        from call in Gen.OneOf("lag(t) OVER (ORDER BY t)", "row_number() OVER (ORDER BY t)", "count(*) OVER ()", "max(t) OVER (PARTITION BY date_trunc('day', t))", "rank() OVER (PARTITION BY k ORDER BY t)")
        from condition in Condition(source, "a", 1)
        select $"SELECT {source.Time} AS t, w FROM (SELECT *, {call.Replace("(t)", $"({source.Time})", StringComparison.Ordinal).Replace(" t)", $" {source.Time})", StringComparison.Ordinal).Replace("PARTITION BY k", $"PARTITION BY {source.Key}", StringComparison.Ordinal)} AS w FROM {source.Name}) a WHERE {condition}"
            .Replace("', t)", $"', {source.Time})", StringComparison.Ordinal);

    private static Gen<string> Limited() =>
        from source in Sources
        from order in Gen.OneOf("ASC", "DESC")
        from rows in Gen.OneOf(0, 1, 7, 1_000)
        from inside in Condition(source, "b", 1)
        from outside in Condition(source, "a", 1)
        select $"SELECT a.{source.Time} FROM (SELECT * FROM {source.Name} b WHERE {inside} ORDER BY {source.Time} {order} LIMIT {rows}) a WHERE a.{source.Time} IS NULL OR NOT a.{source.Time} IS NULL OR {outside}";

    private static Gen<string> Nested() =>
        from one in Sources
        from two in Sources
        from condition in Condition(two, "b", 1)
        from outside in Condition(one, "a", 1)
        select $"SELECT a.{one.Time}, (SELECT count(*) FROM {two.Name} b WHERE b.{two.Time} <= a.{one.Time} AND {condition}) AS n FROM {one.Name} a "
            + $"WHERE {outside} AND a.{one.Time} NOT IN (SELECT b.{two.Time} FROM {two.Name} b WHERE {condition})";
}
