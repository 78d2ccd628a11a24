using Colloquy.Model;
using Colloquy.Reports;
using Colloquy.Stores;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Colloquy.Tests.Reports;

public sealed class UsersReaderTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Start = new(2025, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Totals_are_what_the_rows_add_up_to() => GenThreads.Between(Start, 10).Sample(
        threads =>
        {
            var report = ReadAsync(threads, new UsersRequest()).GetAwaiter().GetResult();
            var figures = new Naive([.. MeasuredDays.Assemble(threads)], TimeZoneInfo.Utc).Figures(new DateOnly(2025, 4, 1), new DateOnly(2025, 4, 11));
            Assert.Equal((figures.Users, figures.Users), (report.Total, report.Users.Length));
            Assert.Equal(figures.Turns - figures.AnonymousTurns, report.Users.Sum(u => u.Turns));
            Assert.Equal(report.Users.OrderByDescending(u => u.Turns).ThenBy(u => u.Actor), report.Users);
            Assert.All(report.Users, u => Assert.Equal(u.Turns, u.Models.Sum(m => m.Count)));
        },
        iter: 100, threads: 1);

    [Fact]
    public async Task Active_days_are_days_with_activity_not_the_span()
    {
        var user = Assert.Single((await ReadAsync([Thread("c1", "u", 0), Thread("c2", "u", 0), Thread("c3", "u", 9)], new UsersRequest())).Users);
        Assert.Equal((2, 3), (user.ActiveDays, user.Conversations));
        Assert.Equal((new DateOnly(2025, 4, 1), new DateOnly(2025, 4, 10)), (user.FirstSeen, user.LastSeen));
        Assert.Equal((null, null), (user.TokensIn, user.TokensOut));
        Assert.Equal([new Tally(Tally.Unknown, 3)], user.Models);
    }

    [Fact]
    public async Task A_range_takes_only_what_lies_in_it()
    {
        LabelledThread[] threads = [Thread("c1", "u", 0), Thread("c2", "u", 1), Thread("c3", "v", 2)];
        var report = await ReadAsync(threads, new UsersRequest { From = new DateOnly(2025, 4, 2), To = new DateOnly(2025, 4, 3) });
        Assert.Equal((new DateOnly(2025, 4, 2), new DateOnly(2025, 4, 2), 1L), (report.From, report.To, report.Total));
        Assert.Equal(1, Assert.Single(report.Users).Conversations);
    }

    [Theory]
    [InlineData(UserOrder.Turns, "long")]
    [InlineData(UserOrder.Conversations, "often")]
    [InlineData(UserOrder.ActiveDays, "daily")]
    [InlineData(UserOrder.Tokens, "costly")]
    [InlineData(UserOrder.LastSeen, "late")]
    public async Task The_order_decides_who_is_listed_and_everybody_is_counted(UserOrder order, string first)
    {
        LabelledThread[] threads =
        [
            Thread("c1", "long", 0, 9),
            Thread("c2", "often", 0), Thread("c3", "often", 0), Thread("c4", "often", 0), Thread("c5", "often", 0),
            Thread("c6", "daily", 0), Thread("c7", "daily", 1), Thread("c8", "daily", 2),
            Thread("c9", "costly", 0, 1, tokens: 500),
            Thread("d1", "late", 20),
        ];
        var report = await ReadAsync(threads, new UsersRequest { Order = order, Top = 1 });
        Assert.Equal((first, 5L), (Assert.Single(report.Users).Actor.Id, report.Total));
    }

    [Fact]
    public async Task Ties_are_sorted_by_actor()
    {
        var report = await ReadAsync([Thread("c1", "b", 0), Thread("c2", "a", 0), Thread("c3", "c", 0)], new UsersRequest { Top = 2 });
        Assert.Equal(["a", "b"], report.Users.Select(u => u.Actor.Id));
    }

    [Fact]
    public async Task An_empty_record_has_nobody_today()
    {
        var report = await ReadAsync([], new UsersRequest());
        Assert.Equal((0L, new DateOnly(2025, 12, 24), new DateOnly(2025, 12, 24)), (report.Total, report.From, report.To));
    }

    [Fact]
    public async Task An_empty_range_or_an_empty_list_is_refused()
    {
        var day = new DateOnly(2025, 4, 1);
        await Assert.ThrowsAsync<ReportException>(() => ReadAsync([], new UsersRequest { From = day, To = day }));
        await Assert.ThrowsAsync<ReportException>(() => ReadAsync([], new UsersRequest { Top = 0 }));
    }

    private static async Task<UsersReport> ReadAsync(IEnumerable<LabelledThread> threads, UsersRequest request) =>
        await new UsersReader(await MeasuredDays.OfAsync(threads), new FakeTimeProvider(new DateTimeOffset(2025, 12, 24, 12, 0, 0, TimeSpan.Zero))).ReadAsync(request, Stop);

    private static LabelledThread Thread(string id, string user, int day, int turns = 1, long? tokens = null)
    {
        var at = Start.AddDays(day);
        var messages = Enumerable.Range(0, turns).Select(i => new Message { Id = $"m{i}", ConversationId = id, CreatedAt = at.AddMinutes(i), MessageTokens = tokens });
        return new LabelledThread(new ConversationThread(new Conversation { Id = id, CreatedAt = at, FromEndUserId = user }, [.. messages], [], 1), []);
    }
}
