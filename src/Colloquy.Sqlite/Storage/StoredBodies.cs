using Colloquy.Sqlite.Bodies;
using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

/// <summary>Reads bodies out of rows, and says of a damaged one whose it is and how to heal it.</summary>
internal static class StoredBodies
{
    /// <param name="id">Column of the conversation's id.</param>
    /// <exception cref="DamagedBodyException">The body is damaged, or belongs to another conversation.</exception>
    public static ConversationThread Thread(this SqliteDataReader row, int body, int version, int id) => Explained(
        () =>
        {
            var record = row.IsDBNull(body) ? throw new InvalidDataException("It is missing.") : BodyCodec.OfThread.UnpackRecord(row.Blob(body));
            return record.Conversation.Row.Id == Columns.Id(row, id) ? record.ToThread(row.GetInt64(version)) : throw new InvalidDataException("It is another's.");
        },
        () => $"conversation {Columns.Id(row, id)}",
        DamagedBodyException.Collect);

    /// <param name="id">Column of the conversation's id.</param>
    /// <exception cref="DamagedBodyException">The body is damaged.</exception>
    public static ImmutableArray<Label> Labels(this SqliteDataReader row, int body, int id) => Explained(
        () => BodyCodec.OfThread.UnpackLabels(row.Blob(body)), () => $"the labels of conversation {Columns.Id(row, id)}", DamagedBodyException.Analyse);

    /// <exception cref="DamagedBodyException">The body is damaged.</exception>
    public static UserDay UserDay(this SqliteDataReader row, int body, Actor actor, DateOnly day) => Explained(
        () => BodyCodec.OfThread.UnpackUserDay(row.Blob(body), actor, day), () => $"a person's figures of {day:yyyy-MM-dd}", DamagedBodyException.Report);

    /// <exception cref="DamagedBodyException">The payload is damaged.</exception>
    public static ReadOnlyMemory<byte> Measures(this SqliteDataReader row, int payload, DateOnly day) => Explained(
        () => BodySeal.Open(row.Blob(payload), Columns.OfDay(day)).ToArray(), () => $"the measures of {day:yyyy-MM-dd}", DamagedBodyException.Report);

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

/// <summary>Something stored is not what was written. The store's own place is said by whoever knows it.</summary>
internal sealed class DamagedBodyException(string what, string advice, Exception cause) : Exception($"{what} is damaged. {advice}", cause)
{
    public const string Collect = "Run colloquy collect --full to read it again from the source, or colloquy exclude ID to leave it out.";
    public const string Analyse = "Run colloquy analyse --all to label it again.";
    public const string Report = "Run colloquy report --rebuild to compute it again.";
}
