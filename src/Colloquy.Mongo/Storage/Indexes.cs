using Colloquy.Configuration;

namespace Colloquy.Mongo.Storage;

/// <summary>An index.</summary>
/// <param name="Purpose">The query that needs it.</param>
internal sealed record Index(string Collection, BsonDocument Keys, string Purpose, bool IsUnique = false);

/// <summary>One index for every query that does not use <c>_id</c>.</summary>
internal static class Indexes
{
    public static ImmutableArray<Index> Of(MongoOptions names) =>
    [
        new(names.Conversations, BsonDocument.Parse("{ 'record.days': 1 }"), "the conversations of a day; the days there are"),
        new(
            names.Conversations,
            BsonDocument.Parse("{ is_deleted: 1, 'record.label_revision': 1, _id: 1 }"),
            "what has to be labelled; counts"),
        new(names.Conversations, BsonDocument.Parse("{ is_deleted: 1, 'record.indexed': 1, _id: 1 }"), "what the full-text index lacks"),
        new(names.Conversations, BsonDocument.Parse("{ app_id: 1, created_at: 1 }"), "for people: an app's conversations"),
        new(names.Conversations, BsonDocument.Parse("{ from_end_user_id: 1, created_at: 1 }"), "for people: a user's conversations"),
        new(names.Messages, BsonDocument.Parse("{ conversation_id: 1, created_at: 1 }"), "the messages of a conversation"),
        new(names.Messages, BsonDocument.Parse("{ commit: 1 }"), "what a writer that died left behind"),
        new("message_feedbacks", BsonDocument.Parse("{ conversation_id: 1 }"), "the feedback on a conversation"),
        new(names.Categories, BsonDocument.Parse("{ conversation_id: 1 }"), "the labels of a conversation"),
        new(names.Categories, BsonDocument.Parse("{ 'labels.kind': 1, 'labels.value': 1 }"), "for people: conversations by label"),
        new(names.AnalyticsReports, BsonDocument.Parse("{ day: 1, part: 1 }"), "the measures of days"),
        new(names.UserAnalytics, BsonDocument.Parse("{ day: 1, actor: 1 }"), "the people of a day"),
        new(names.UserAnalytics, BsonDocument.Parse("{ actor: 1, day: 1 }"), "the days of a person, and the first of them"),
        new(
            names.Translations,
            BsonDocument.Parse("{ conversation_id: 1, message_id: 1, language: 1 }"),
            "the translations of a conversation",
            IsUnique: true),
        new("annotations", BsonDocument.Parse("{ conversation_id: 1 }"), "what annotators said of a conversation"),
        new("days", BsonDocument.Parse("{ projection: 1, day: 1 }"), "the days that are due"),
        new("dead_letters", BsonDocument.Parse("{ table: 1, _id: 1 }"), "dead letters of a table"),
        new("cursors", BsonDocument.Parse("{ source: 1 }"), "the marks of a source"),
        new("words", BsonDocument.Parse("{ words: 1, created_at: -1 }"), "full-text search"),
        new("words", BsonDocument.Parse("{ conversation_id: 1 }"), "the words of a conversation that changed"),
        new("parts", BsonDocument.Parse("{ owner: 1 }"), "the parts of a document that is replaced"),
        new("parts", BsonDocument.Parse("{ commit: 1 }"), "what a writer that died left behind"),
        new("journal", BsonDocument.Parse("{ commit: 1 }"), "the journal of a commit"),
        new("runs", BsonDocument.Parse("{ outcome: 1 }"), "runs that never ended"),
    ];
}
