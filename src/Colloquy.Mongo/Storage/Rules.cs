using Colloquy.Configuration;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// Validation rules of the collections, as JSON schemas. They protect the shape that the store relies on from writes by other tools.
/// </summary>
internal static class Rules
{
    // Text with unpaired surrogates is stored as bytes; text that is too large for a document is replaced with the number of its parts.
    private const string Text = "{ bsonType: ['string', 'binData', 'object'] }";

    public static IEnumerable<(string Collection, BsonDocument? Rules)> Of(MongoOptions names) =>
    [
        (names.Conversations, BsonDocument.Parse(
            $$"""
            {
              bsonType: 'object',
              required: ['_id', 'created_at', 'is_deleted', 'commit', 'record'],
              properties: {
                name: {{Text}}, inputs: {{Text}}, app_id: {{Text}}, from_end_user_id: {{Text}},
                created_at: { bsonType: 'date' },
                updated_at: { bsonType: 'date' },
                is_deleted: { bsonType: 'bool' },
                commit: { bsonType: 'long' },
                record: {
                  bsonType: 'object',
                  required: ['version', 'generation', 'messages', 'feedbacks', 'excluded_messages', 'excluded_feedbacks', 'days'],
                  properties: {
                    version: { bsonType: 'long', minimum: 1 },
                    messages: { bsonType: 'int', minimum: 0 },
                    feedbacks: { bsonType: 'int', minimum: 0 },
                    excluded_messages: { bsonType: 'int', minimum: 0 },
                    excluded_feedbacks: { bsonType: 'int', minimum: 0 },
                    days: { bsonType: 'array', items: { bsonType: 'int' } }
                  }
                }
              }
            }
            """)),
        (names.Messages, BsonDocument.Parse(
            $$"""
            {
              bsonType: 'object',
              required: ['_id', 'conversation_id', 'commit'],
              anyOf: [
                { required: ['created_at'] },
                { required: ['excluded'] }
              ],
              properties: {
                conversation_id: {{Text}}, query: {{Text}}, answer: {{Text}},
                created_at: { bsonType: 'date' },
                updated_at: { bsonType: 'date' },
                message_tokens: { bsonType: 'long' },
                answer_tokens: { bsonType: 'long' },
                total_price: { bsonType: 'decimal' },
                provider_response_latency: { bsonType: 'double' },
                commit: { bsonType: 'long' },
                since: { bsonType: 'long' },
                gone: { bsonType: 'bool' },
                excluded: { bsonType: 'bool' }
              }
            }
            """)),
        ("message_feedbacks", BsonDocument.Parse(
            """
            {
              bsonType: 'object',
              required: ['_id', 'id', 'conversation_id', 'commit'],
              anyOf: [
                { required: ['message_id', 'rating'] },
                { required: ['excluded'] }
              ]
            }
            """)),
        (names.Categories, BsonDocument.Parse(
            """
            {
              bsonType: 'object',
              required: ['_id', 'conversation_id', 'revision', 'part', 'labels'],
              properties: {
                part: { bsonType: 'int', minimum: 0 },
                labels: { bsonType: 'array', items: {
                  bsonType: 'object',
                  required: ['kind', 'value', 'score', 'classifier', 'revision'],
                  properties: { score: { bsonType: 'double' } } } }
              }
            }
            """)),
        (names.Translations, BsonDocument.Parse(
            $$"""
            {
              bsonType: 'object',
              required: ['_id', 'conversation_id', 'message_id', 'language', 'annotation', 'commit'],
              properties: { query: {{Text}}, answer: {{Text}}, commit: { bsonType: 'long' } }
            }
            """)),
        ("annotations", BsonDocument.Parse(
            """
            {
              bsonType: 'object',
              required: ['_id', 'conversation_id', 'key', 'annotator', 'revision', 'dropped', 'labels', 'notes', 'commit'],
              properties: {
                dropped: { bsonType: 'int', minimum: 0 },
                labels: { bsonType: 'array', items: {
                  bsonType: 'object',
                  required: ['kind', 'value', 'score', 'classifier', 'revision'],
                  properties: { score: { bsonType: 'double' } } } },
                notes: { bsonType: 'array', items: { bsonType: 'object', required: ['name', 'text'] } },
                commit: { bsonType: 'long' }
              }
            }
            """)),
        (names.AnalyticsReports, BsonDocument.Parse(
            """
            {
              bsonType: 'object',
              required: ['_id', 'day', 'part', 'payload'],
              properties: { day: { bsonType: 'int' }, part: { bsonType: 'int' }, payload: { bsonType: 'binData' } }
            }
            """)),
        (names.UserAnalytics, BsonDocument.Parse(
            """
            {
              bsonType: 'object',
              required: ['_id', 'actor', 'day', 'date', 'conversations', 'turns', 'cost'],
              properties: {
                day: { bsonType: 'int' },
                date: { bsonType: 'date' },
                conversations: { bsonType: 'long', minimum: 0 },
                turns: { bsonType: 'long', minimum: 0 },
                cost: { bsonType: 'array', items: {
                  bsonType: 'object',
                  required: ['currency', 'amount'],
                  properties: { amount: { bsonType: 'decimal' } } } }
              }
            }
            """)),
        .. MongoOptions.FixedCollections.Except(["message_feedbacks", "annotations"], StringComparer.Ordinal)
            .Select(name => (name, (BsonDocument?)null)),
    ];
}
