using System.Globalization;
using System.Text;
using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using MongoDB.Driver;

namespace Colloquy.Mongo.Commits;

/// <summary>
/// Documents that the server will never take, because they break a rule that somebody gave it or are larger than it allows, become dead letters: with the document's id, as rows that
/// can be replayed once the rule is mended.
/// </summary>
internal sealed class RefusedDocuments(Database database)
{
    /// <summary>A new message that is refused never becomes part of the record: its row is the letter.</summary>
    public static DeadLetter LetterOf(BsonDocument message, int code) =>
        Letter(SourceTable.Messages, MessageDocument.IdOf(message), message, code);

    /// <summary>For a document of a commit that is decided: what was there before stays, and the row is met in the dead letters.</summary>
    public async Task KeepAsync(string collection, BsonDocument document, int code, long commit, CancellationToken cancellationToken)
    {
        var table = collection == database.Names.Messages ? SourceTable.Messages
            : collection == database.Names.Conversations ? SourceTable.Conversations
            : collection == "message_feedbacks" ? SourceTable.Feedbacks
            : throw new StoreException(
                $"{database.Location} refused a document of the collection {collection} with code {code}. "
                + "Take the rule away that forbids it, then run again.");
        var letter = DeadLetterDocument.Of(
            Letter(table, document.Text("id") ?? document.Known("_id"), document, code), "mongodb", 0, commit);
        var added = await database.DoAsync(
            async token => await database.DeadLetters.UpdateOneAsync(
                new BsonDocument("_id", letter["_id"]),
                new BsonDocument("$setOnInsert", Without(letter)),
                new UpdateOptions { IsUpsert = true },
                token),
            cancellationToken);
        if (added.UpsertedId is not null)
        {
            await database.UpdateAsync(
                database.State,
                new BsonDocument("_id", CommitState.Id),
                new BsonDocument("$inc", new BsonDocument("seen." + table.Name(), 1L)),
                cancellationToken);
        }
    }

    private static DeadLetter Letter(SourceTable table, string id, BsonDocument document, int code) => new(
        DeadLetter.KeyOf(table, id), table, id, DeadReason.Refused,
        string.Create(
            CultureInfo.InvariantCulture,
            $"MongoDB refuses the document {id} with code {code}; mend the rule or the limit that forbids it, then replay"),
        "mongodb " + id, Encoding.UTF8.GetBytes(RowJson.Of(document, id)));

    private static BsonDocument Without(BsonDocument letter)
    {
        letter.Remove("_id");
        return letter;
    }
}
