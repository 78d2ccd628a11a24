using Colloquy.Sqlite.Bodies;
using Colloquy.Stores.Merging;
using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

/// <summary>Reads bodies from rows. For a damaged body, the exception says what it belongs to and how to repair it.</summary>
internal static class StoredBodies
{
    /// <param name="id">Column of the conversation's id.</param>
    /// <exception cref="DamagedBodyException">The body is damaged, or belongs to another conversation.</exception>
    public static ConversationThread Thread(this SqliteDataReader row, int body, int version, int id) =>
        row.Record(body, id).ToThread(row.GetInt64(version));

    /// <inheritdoc cref="Thread"/>
    public static ConversationRecord Record(this SqliteDataReader row, int body, int id) => Explained(
        () => Unpack(row.IsDBNull(body) ? null : row.Blob(body), Columns.Id(row, id)),
        () => $"conversation {Columns.Id(row, id)}",
        DamagedBodyException.Collect);

    /// <returns>Null if the body is missing, damaged, or belongs to another conversation.</returns>
    public static ConversationRecord? RecordOrNull(byte[]? body, string id)
    {
        try
        {
            return Unpack(body, id);
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            return null;
        }
    }

    /// <returns>Null if the body is damaged.</returns>
    public static ImmutableArray<Label>? LabelsOrNull(byte[] body)
    {
        try
        {
            return BodyCodec.OfThread.UnpackLabels(body);
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            return null;
        }
    }

    /// <returns>Null if the body is damaged or belongs to another actor or day.</returns>
    public static UserDay? UserDayOrNull(byte[] body, Actor actor, DateOnly day)
    {
        try
        {
            return BodyCodec.OfThread.UnpackUserDay(body, actor, day);
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            return null;
        }
    }

    /// <returns>Null if the payload is damaged or belongs to another day.</returns>
    public static ReadOnlyMemory<byte>? MeasuresOrNull(byte[] payload, DateOnly day)
    {
        try
        {
            return BodySeal.Open(payload, Columns.OfDay(day)).ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <param name="id">Column of the conversation's id.</param>
    /// <exception cref="DamagedBodyException">The body is damaged.</exception>
    public static ImmutableArray<Label> Labels(this SqliteDataReader row, int body, int id) => Explained(
        () => BodyCodec.OfThread.UnpackLabels(row.Blob(body)),
        () => $"the labels of conversation {Columns.Id(row, id)}",
        DamagedBodyException.Analyse);

    /// <exception cref="DamagedBodyException">The body is damaged.</exception>
    public static UserDay UserDay(this SqliteDataReader row, int body, Actor actor, DateOnly day) => Explained(
        () => BodyCodec.OfThread.UnpackUserDay(row.Blob(body), actor, day),
        () => $"a user day of {day:yyyy-MM-dd}",
        DamagedBodyException.Report);

    /// <exception cref="DamagedBodyException">The payload is damaged.</exception>
    public static ReadOnlyMemory<byte> Measures(this SqliteDataReader row, int payload, DateOnly day) => Explained(
        () => BodySeal.Open(row.Blob(payload), Columns.OfDay(day)).ToArray(),
        () => $"the measures of {day:yyyy-MM-dd}",
        DamagedBodyException.Report);

    /// <param name="key">Column of the answer's key.</param>
    /// <exception cref="DamagedBodyException">The body is damaged.</exception>
    public static (ImmutableArray<Label> Labels, ImmutableArray<Note> Notes) Annotation(
        this SqliteDataReader row, int body, int key, string conversationId) =>
        Explained(
            () => BodyCodec.OfThread.UnpackAnnotation(row.Blob(body)),
            () => $"the answer {row.GetString(key)} about conversation {conversationId}",
            DamagedBodyException.Analyse);

    private static ConversationRecord Unpack(byte[]? body, string id)
    {
        var record = BodyCodec.OfThread.UnpackRecord(body ?? throw new InvalidDataException("The body is missing."));
        return record.Conversation.Row.Id == id ? record : throw new InvalidDataException("The body belongs to another conversation.");
    }

    private static bool IsDamage(Exception failure) =>
        failure is InvalidDataException or ArgumentException or IndexOutOfRangeException or OverflowException;

    private static T Explained<T>(Func<T> read, Func<string> what, string advice)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException damage)
        {
            throw new DamagedBodyException(what(), advice, damage);
        }
    }
}

/// <summary>Stored data is not what was written. The message does not name the store; callers add its location.</summary>
internal sealed class DamagedBodyException(string what, string advice, Exception cause) : Exception($"{what} is damaged. {advice}", cause)
{
    public const string Collect = "Run colloquy collect --full to read it again from the source, or colloquy exclude ID to leave it out.";
    public const string Analyse = "Run colloquy analyse --all to label it again.";
    public const string Report = "Run colloquy report --rebuild to compute it again.";
}
