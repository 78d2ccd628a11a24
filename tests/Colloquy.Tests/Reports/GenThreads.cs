using Colloquy.Model;
using Colloquy.Stores;
using CsCheck;

namespace Colloquy.Tests.Reports;

/// <summary>
/// Records of a few conversations around a range of days, with everything that may be missing missing now and then: actor, app, model, price, currency,
/// tokens, latency, labels. Few different values, so that they meet.
/// </summary>
internal static class GenThreads
{
    private static readonly Gen<string?> App = Gen.OneOf("app-a", "app-b", null);
    private static readonly Gen<string?> Model = Gen.OneOf("gpt", "gemini", null, null);
    private static readonly Gen<string?> Currency = Gen.OneOf("USD", "USD", "RMB", "", null);
    private static readonly Gen<string?> EndUser = Gen.OneOf("u1", "u2", "6cd237fd-5741-5e14-8314-2ff2d60224d3", null, null);
    private static readonly Gen<string?> InvokeFrom = Gen.OneOf("web-app", "web-app", "service-api", "explore", "debugger", null);
    private static readonly Gen<string?> Inputs = Gen.OneOf("""{"channel":"web"}""", """{"channel":"mobile"}""", "{}", null);
    private static readonly Gen<decimal?> Price = Gen.Frequency((1, Gen.Const((decimal?)null)), (5, Gen.Int[0, 99_999].Select(i => (decimal?)(i / 10_000_000m))));
    private static readonly Gen<long?> Tokens = Gen.Frequency((1, Gen.Const((long?)null)), (4, Gen.Long[0, 500].Select(t => (long?)t)));
    private static readonly Gen<double?> Latency = Gen.Frequency((1, Gen.Const((double?)null)), (6, Gen.Int[0, 30_000].Select(ms => (double?)(ms / 1000.0))));

    private static readonly Gen<Label> Label = Gen.Select(
        Gen.OneOf(null, null, (int?)1),
        Gen.OneOf(
            (LabelKind.Language, "de"), (LabelKind.Language, "en"), (LabelKind.Topic, "billing"), (LabelKind.Topic, "travel"), (LabelKind.Topic, "billing"),
            (LabelKind.Intent, "question"), (LabelKind.Sentiment, "positive"), (LabelKind.Outcome, "resolved"), (LabelKind.Outcome, "failed"), (LabelKind.Satisfaction, "satisfied"), (LabelKind.PersonalData, "email")),
        Gen.OneOf("taxonomy", "other"),
        (turn, label, classifier) => new Label(turn, label.Item1, label.Item2, 1, classifier, "1", []));

    private static readonly Gen<(string? EndUser, string? Account, string? InvokeFrom, string? Override)> Origin = Gen.Select(
        EndUser, Gen.OneOf(null, null, "acc"), InvokeFrom, Gen.OneOf(null, null, null, null, null, "{}"));

    private static readonly Gen<Message> Message =
        Gen.Select(
            Gen.Select(App, Model, Currency, Price), Gen.Select(Tokens, Tokens, Latency), Origin,
            Gen.OneOf("", "Yes.", null), Gen.OneOf("normal", "normal", "error"), Gen.Int[0, 3],
            (facts, sizes, origin, answer, status, parent) => new Message
            {
                Id = "",
                ConversationId = "",
                CreatedAt = default,
                AppId = facts.Item1,
                ModelId = facts.Item2,
                Currency = facts.Item3,
                TotalPrice = facts.Item4,
                MessageTokens = sizes.Item1,
                AnswerTokens = sizes.Item2,
                Latency = sizes.Item3,
                FromEndUserId = origin.EndUser,
                FromAccountId = origin.Account,
                InvokeFrom = origin.InvokeFrom,
                OverrideModelConfigs = origin.Override,
                Answer = answer,
                Status = status,
                ParentMessageId = parent == 0 ? Colloquy.Model.Message.Nil : $"m{parent:D2}",
            });

    /// <param name="first">Conversations begin on or after it.</param>
    /// <param name="days">Span of all instants.</param>
    public static Gen<ImmutableArray<LabelledThread>> Between(DateTimeOffset first, int days)
    {
        var second = Gen.Int[0, (days * 86_400) - 1];
        var thread = Gen.Select(
            Gen.Select(second, Gen.Select(Message, Gen.Frequency((3, Gen.Int[0, 600]), (1, second))).Array[0, 5]),
            Gen.Select(App, Model, Origin, Inputs),
            Label.Array[0, 4],
            Gen.Select(Gen.Int[0, 4], Gen.OneOf("like", "like", "dislike")).Array[0, 3],
            (when, facts, labels, votes) => (when, facts, labels, votes));
        return thread.Array[0, 12].Select(threads => threads.Select((t, index) => Thread($"c{index:D2}", t)).ToImmutableArray());

        LabelledThread Thread(
            string id,
            ((int Start, (Message Message, int After)[] Messages) When, (string? App, string? Model, (string? EndUser, string? Account, string? InvokeFrom, string? Override) Origin, string? Inputs) Facts,
                Label[] Labels, (int Message, string Rating)[] Votes) t)
        {
            var start = first.AddSeconds(t.When.Start);
            var conversation = new Conversation
            {
                Id = id,
                CreatedAt = start,
                AppId = t.Facts.App,
                ModelId = t.Facts.Model,
                FromEndUserId = t.Facts.Origin.EndUser,
                FromAccountId = t.Facts.Origin.Account,
                InvokeFrom = t.Facts.Origin.InvokeFrom,
                OverrideModelConfigs = t.Facts.Origin.Override,
                Inputs = t.Facts.Inputs,
            };
            var messages = t.When.Messages
                .Select(m => m.Message with { ConversationId = id, CreatedAt = Min(start.AddSeconds(m.After), first.AddDays(days).AddSeconds(-1)) })
                .OrderBy(m => m.CreatedAt)
                .Select((m, i) => m with { Id = $"m{i + 1:D2}" })
                .ToImmutableArray();
            var feedbacks = t.Votes.Where(v => v.Message < messages.Length)
                .Select((v, i) => new Feedback { Id = $"f{i}", ConversationId = id, MessageId = messages[v.Message].Id, Rating = v.Rating });
            return new LabelledThread(
                new ConversationThread(conversation, messages, [.. feedbacks], 1), [.. t.Labels.Where(l => l.Turn is null || messages.Length > 0)]);
        }
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
