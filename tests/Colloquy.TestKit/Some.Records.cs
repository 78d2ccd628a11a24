using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Colloquy.Model;
using Colloquy.Stores;
using CsCheck;

namespace Colloquy.TestKit;

public static partial class Some
{
    /// <summary>A canonical UUID.</summary>
    public static string Uuid(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:x8}-57d1-4c3e-9a4b-0123456789ab");

    public static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static Conversation ConversationRow(string id = "c1", string created = "2025-04-01T12:00:00Z", string? updated = null) =>
        new() { Id = id, CreatedAt = Instant(created), UpdatedAt = updated is null ? null : Instant(updated), Name = "Name of " + id, FromEndUserId = "u1" };

    public static Message MessageRow(
        string id = "m1", string conversation = "c1", string created = "2025-04-01T12:00:00Z", string? updated = null, string? query = "Where is it?", string? answer = "Here.") =>
        new() { Id = id, ConversationId = conversation, CreatedAt = Instant(created), UpdatedAt = updated is null ? null : Instant(updated), Query = query, Answer = answer };

    public static Feedback FeedbackRow(string id = "f1", string conversation = "c1", string message = "m1", string rating = "like") =>
        new() { Id = id, ConversationId = conversation, MessageId = message, Rating = rating, CreatedAt = Instant("2025-04-01T13:00:00Z") };

    public static Label Label(int? turn = null, string kind = LabelKind.Topic, string value = "billing", params string[] evidence) =>
        new(turn, kind, value, 0.75f, "taxonomy", "taxonomy:1", [.. evidence]);

    public static Annotation Annotation(string conversation = "c1", string key = "k1", string annotator = "chat") =>
        new() { ConversationId = conversation, Key = key, Annotator = annotator, Revision = annotator + ":1" };

    public static DeadLetter DeadLetter(string key = "k1", SourceTable table = SourceTable.Messages, string? row = "m9") =>
        new(key, table, row, DeadReason.Orphan, "conversation c9 is not in the source", "messages.jsonl line 17", Encoding.UTF8.GetBytes("{\"id\":\"m9\"}"));

    public static PageCommit Page(long generation = 1) => new() { Source = "files:here", Generation = generation };

    public static UserDay UserDay(Actor actor, DateOnly day, long turns = 1) => new()
    {
        Actor = actor,
        Day = day,
        Conversations = 1,
        Turns = turns,
        TokensIn = turns * 10,
        TokensOut = null,
        Cost = [new Money("RMB", 0.5m), new Money("USD", turns / 1_000m)],
        Errors = 0,
        Likes = 1,
        Dislikes = 0,
        Topics = [new Tally("billing", 1)],
        Models = [new Tally(Tally.Unknown, turns)],
        Apps = [new Tally("app", turns)],
    };

    /// <summary>Rows with any value in any property, found by reflection so that a new property is never forgotten.</summary>
    public static Gen<T> AnyRow<T>()
        where T : class => Gen.Int.Select(seed => (T)AnyRow(typeof(T), new Random(seed)));

    private static object AnyRow(Type type, Random random)
    {
        var row = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties().Where(p => p.CanWrite))
        {
            var required = property.GetCustomAttribute<RequiredMemberAttribute>() is not null;
            property.SetValue(row, AnyValue(property, required, random));
        }

        return row;
    }

    private static object? AnyValue(PropertyInfo property, bool required, Random random)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType);
        var nullable = type is not null || (property.PropertyType == typeof(string) && !required);
        if (nullable && random.Next(3) == 0)
        {
            return null;
        }

        return (type ?? property.PropertyType).Name switch
        {
            nameof(String) => AnyText(random, required),
            nameof(Int32) => random.Next(3) == 0 ? random.Next(int.MinValue, int.MaxValue) : random.Next(100),
            nameof(Int64) => random.Next(3) switch { 0 => long.MinValue, 1 => random.NextInt64(), _ => random.NextInt64(1_000) },
            nameof(Boolean) => random.Next(2) == 0,
            nameof(Double) => random.Next(4) switch { 0 => random.Next(60_000) / 1_000.0, 1 => 0.0, 2 => double.Epsilon, _ => random.NextDouble() * 1e300 },
            nameof(Decimal) => random.Next(5) switch
            {
                0 => decimal.MaxValue,
                1 => -random.Next(100) / 10m,
                2 => 1.50m,
                3 => 0.0000000000000000000000000001m,
                _ => random.Next(100_000_000) / 10_000_000m,
            },
            nameof(DateTimeOffset) => random.Next(3) == 0
                ? new DateTimeOffset(random.NextInt64(DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero)
                : DateTimeOffset.UnixEpoch.AddSeconds(1_743_500_000 + random.Next(10_000_000)),
            var other => throw new NotSupportedException($"No values for {other} {property.Name}."),
        };
    }

    private static string AnyText(Random random, bool required = false) => random.Next(required ? 4 : 8) switch
    {
        0 => Uuid(random.Next(5)),
        1 => Uuid(random.Next(5)).ToUpperInvariant(),
        2 => "normal",
        3 => "天气 ü 😀 " + random.Next(3).ToString(CultureInfo.InvariantCulture),
        4 => "",
        5 => "half a pair \ud83d, a nul \0 and \"quotes\"",
        6 => new string('x', random.Next(20_000)),
        _ => "{\"channel\": \"web\"}",
    };
}
