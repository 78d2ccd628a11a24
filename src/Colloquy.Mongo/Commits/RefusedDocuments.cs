using System.Globalization;
using System.Text;
using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using MongoDB.Driver;

namespace Colloquy.Mongo.Commits;

/// <summary>
/// Turns documents that the server permanently refuses, because they violate a validation rule or a size limit, into dead letters.
/// The rows can be replayed after the rule was corrected.
/// </summary>
internal sealed class RefusedDocuments(Database database)
{
    /// <summary>A refused new message never becomes part of the record. Its row becomes a dead letter.</summary>
    public static DeadLetter LetterOf(BsonDocument message, int code) =>
        Letter(SourceTable.Messages, MessageDocument.IdOf(message), message, code);

    /// <summary>
    /// Handles a document of a commit that is already decided: the previous document stays, and the row becomes a dead letter.
    /// </summary>
    public async Task KeepAsync(string collection, BsonDocument document, int code, long commit, CancellationToken cancellationToken)
    {
        var table = collection == database.Names.Messages ? SourceTable.Messages
            : collection == database.Names.Conversations ? SourceTable.Conversations
            : collection == "message_feedbacks" ? SourceTable.Feedbacks
            : throw new StoreException(
                $"{database.Location} refused a document of the collection {collection} with code {code}. "
                + "Remove the validation rule that forbids it, then run again.");
        var letter = DeadLetterDocument.Of(
            Letter(table, document.Text("id") ?? document.Required("_id"), document, code), "mongodb", 0, commit);
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
            $"MongoDB refuses the document {id} with code {code}; correct the rule or the limit that forbids it, then replay"),
        "mongodb " + id, Encoding.UTF8.GetBytes(RowJson.Of(document, id)));

    private static BsonDocument Without(BsonDocument letter)
    {
        letter.Remove("_id");
        return letter;
    }
}
