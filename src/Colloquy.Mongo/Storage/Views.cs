using Colloquy.Configuration;

namespace Colloquy.Mongo.Storage;

/// <summary>A view and the collection it is based on.</summary>
internal sealed record View(string Name, string On, ImmutableArray<BsonDocument> Stages);

/// <summary>
/// Views with figures for people who use MongoDB tools: one document for each value of <c>_id</c>. They count what reports count:
/// without deleted conversations and without the app builder's own debugging. Amounts in different currencies are never added; a
/// conversation with costs in two currencies counts in both.
/// </summary>
internal static class Views
{
    private const string NotDebugged = "override_model_configs: { $exists: false }, invoke_from: { $ne: 'debugger' }";
    private const string Real = $$"""{ $match: { is_deleted: false, {{NotDebugged}} } }""";
    private const string RealMessages = $$"""{ $match: { excluded: { $exists: false }, {{NotDebugged}} } }""";
    private const string Unwound = "{ $unwind: { path: '$record.cost', preserveNullAndEmptyArrays: true } }";
    private const string Day = "{ $dateToString: { date: '$created_at', format: '%Y-%m-%d' } }";
    private const string Actor = "{ $ifNull: ['$external_user_id', { $ifNull: ['$from_end_user_id', '$from_account_id'] }] }";

    public static ImmutableArray<View> Of(MongoOptions names) =>
    [
        ConversationMetrics(names, "daily_conversation_metrics", "%Y-%m-%d"),
        ConversationMetrics(names, "weekly_conversation_metrics", "%G-W%V"),
        ConversationMetrics(names, "monthly_conversation_metrics", "%Y-%m"),
        View("conversation_length_distribution", names.Conversations,
            Real,
            $$"""
            { $group: {
                _id: { day: {{Day}}, app: '$app_id', turns: { $switch: { branches: [
                  { case: { $lte: ['$record.messages', 0] }, then: '0' },
                  { case: { $lte: ['$record.messages', 2] }, then: '1-2' },
                  { case: { $lte: ['$record.messages', 5] }, then: '3-5' },
                  { case: { $lte: ['$record.messages', 10] }, then: '6-10' },
                  { case: { $lte: ['$record.messages', 20] }, then: '11-20' } ], default: '21+' } } },
                conversation_count: { $sum: 1 },
                average_message_count: { $avg: '$record.messages' } } }
            """),
        View("model_usage_metrics", names.Messages,
            RealMessages,
            $$"""
            { $group: {
                _id: { day: {{Day}}, provider: '$model_provider', model: '$model_id', currency: '$currency' },
                message_count: { $sum: 1 },
                conversations: { $addToSet: '$conversation_id' },
                tokens_in: { $sum: '$message_tokens' },
                tokens_out: { $sum: '$answer_tokens' },
                total_price: { $sum: '$total_price' } } }
            """,
            "{ $addFields: { conversation_count: { $size: '$conversations' } } }",
            "{ $project: { conversations: 0 } }"),
        View("token_usage_metrics", names.Messages,
            RealMessages,
            $$"""
            { $group: {
                _id: { day: {{Day}}, app: '$app_id', model: '$model_id', currency: '$currency' },
                message_count: { $sum: 1 },
                tokens_in: { $sum: '$message_tokens' },
                tokens_out: { $sum: '$answer_tokens' },
                average_tokens_in: { $avg: '$message_tokens' },
                average_tokens_out: { $avg: '$answer_tokens' },
                total_price: { $sum: '$total_price' } } }
            """),
        View("user_activity_metrics", names.UserAnalytics,
            """
            { $group: {
                _id: '$actor',
                days_active: { $sum: 1 },
                conversation_count: { $sum: '$conversations' },
                turn_count: { $sum: '$turns' },
                tokens_in: { $sum: '$tokens_in' },
                tokens_out: { $sum: '$tokens_out' },
                first_day: { $min: '$date' },
                last_day: { $max: '$date' } } }
            """),
        View("category_distribution", names.Conversations,
            Real,
            "{ $match: { 'record.label_revision': { $exists: true } } }",
            $$"""{ $project: { day: {{Day}}, app_id: 1 } }""",
            $$"""{ $lookup: { from: '{{names.Categories}}', localField: '_id', foreignField: 'conversation_id', as: 'made' } }""",
            "{ $unwind: '$made' }",
            "{ $unwind: '$made.labels' }",
            "{ $match: { 'made.labels.turn': { $exists: false } } }",
            """
            { $group: {
                _id: { day: '$day', app: '$app_id', kind: '$made.labels.kind', value: '$made.labels.value' },
                conversation_count: { $sum: 1 },
                average_score: { $avg: '$made.labels.score' } } }
            """),
        View("agent_mention_metrics", names.Messages,
            RealMessages,
            "{ $match: { answer: { $regex: '#AGENT' } } }",
            $$"""
            { $group: {
                _id: { day: {{Day}}, app: '$app_id', model: '$model_id' },
                agent_mention_count: { $sum: 1 },
                conversations: { $addToSet: '$conversation_id' },
                users: { $addToSet: {{Actor}} } } }
            """,
            "{ $addFields: { unique_conversation_count: { $size: '$conversations' }, unique_user_count: { $size: '$users' } } }",
            "{ $project: { conversations: 0, users: 0 } }"),
        View("agent_mention_distribution", names.Messages,
            RealMessages,
            "{ $match: { answer: { $regex: '#AGENT' } } }",
            $$"""{ $group: { _id: '$conversation_id', day: { $min: {{Day}} }, app_id: { $first: '$app_id' }, mentions: { $sum: 1 } } }""",
            """
            { $group: {
                _id: { day: '$day', app: '$app_id', mentions: { $switch: { branches: [
                  { case: { $lte: ['$mentions', 1] }, then: '1' },
                  { case: { $lte: ['$mentions', 3] }, then: '2-3' },
                  { case: { $lte: ['$mentions', 5] }, then: '4-5' },
                  { case: { $lte: ['$mentions', 10] }, then: '6-10' } ], default: '11+' } } },
                conversation_count: { $sum: 1 },
                total_mentions: { $sum: '$mentions' } } }
            """),
    ];

    private static View ConversationMetrics(MongoOptions names, string name, string format) => View(
        name, names.Conversations,
        Real,
        Unwound,
        $$"""
        { $group: {
            _id: {
              period: { $dateToString: { date: '$created_at', format: '{{format}}' } },
              app: '$app_id',
              currency: '$record.cost.currency' },
            conversation_count: { $sum: 1 },
            total_messages: { $sum: '$record.messages' },
            tokens_in: { $sum: '$record.tokens_in' },
            tokens_out: { $sum: '$record.tokens_out' },
            total_price: { $sum: '$record.cost.amount' },
            users: { $addToSet: {{Actor}} },
            first: { $min: '$created_at' },
            last: { $max: '$created_at' } } }
        """,
        "{ $addFields: { unique_user_count: { $size: '$users' } } }",
        "{ $project: { users: 0 } }");

    private static View View(string name, string on, params string[] stages) =>
        new(name, on, [.. stages.Select(stage => BsonDocument.Parse(stage))]);
}
