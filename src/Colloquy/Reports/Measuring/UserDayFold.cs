namespace Colloquy.Reports.Measuring;

/// <summary>Computes what each person did on one UTC day, without debugger traffic.</summary>
internal sealed class UserDayFold(DateOnly day)
{
    private readonly Dictionary<Actor, Person> people = [];

    public void Add(AnalysedConversation analysed)
    {
        var conversation = analysed.Conversation;
        var votes = Votes.ByMessage(analysed.Thread.Feedbacks);
        foreach (var (at, actor, turn, debugger) in Event.Of(analysed))
        {
            if (debugger || actor is not { } known || DateOnly.FromDateTime(at.UtcDateTime) != day)
            {
                continue;
            }

            var person = Of(known);
            if (turn is null)
            {
                person.AddConversation(analysed);
            }
            else
            {
                person.AddTurn(turn, conversation, votes.GetValueOrDefault(turn.Message.Id));
            }
        }
    }

    /// <summary>Ordered by actor.</summary>
    public ImmutableArray<UserDay> ToUserDays() => [.. people.OrderBy(p => p.Key).Select(p => p.Value.ToUserDay(p.Key, day))];

    private Person Of(Actor actor)
    {
        if (!people.TryGetValue(actor, out var person))
        {
            people[actor] = person = new Person();
        }

        return person;
    }

    private sealed class Person
    {
        private readonly SortedDictionary<string, decimal> cost = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, long> topics = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, long> models = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, long> apps = new(StringComparer.Ordinal);
        private long conversations, turns, errors, likes, dislikes;
        private long? tokensIn, tokensOut;

        public void AddConversation(AnalysedConversation analysed)
        {
            conversations++;
            foreach (var topic in LabelValues.Of(analysed, LabelKind.Topic))
            {
                topics[topic] = topics.GetValueOrDefault(topic) + 1;
            }
        }

        public void AddTurn(Turn turn, Conversation conversation, Votes votes)
        {
            var message = turn.Message;
            turns++;
            errors += message.Failed ? 1 : 0;
            likes += votes.Likes;
            dislikes += votes.Dislikes;
            tokensIn = Measures.Sum(tokensIn, message.TokensIn);
            tokensOut = Measures.Sum(tokensOut, message.TokensOut);
            if (message.Cost is var (currency, price))
            {
                cost[currency] = cost.GetValueOrDefault(currency) + price;
            }

            Count(models, message.ModelId ?? conversation.ModelId);
            Count(apps, message.AppId ?? conversation.AppId);
        }

        public UserDay ToUserDay(Actor actor, DateOnly day) => new()
        {
            Actor = actor,
            Day = day,
            Conversations = conversations,
            Turns = turns,
            TokensIn = tokensIn,
            TokensOut = tokensOut,
            Cost = [.. cost.Select(c => new Money(c.Key, c.Value))],
            Errors = errors,
            Likes = likes,
            Dislikes = dislikes,
            Topics = Tallies(topics),
            Models = Tallies(models),
            Apps = Tallies(apps),
        };

        private static void Count(SortedDictionary<string, long> counts, string? value)
        {
            var key = value ?? Tally.Unknown;
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        private static ImmutableArray<Tally> Tallies(SortedDictionary<string, long> counts) =>
            [.. counts.Select(c => new Tally(c.Key, c.Value))];
    }
}
