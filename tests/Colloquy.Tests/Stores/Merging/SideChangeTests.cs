using System.Collections.Immutable;
using Colloquy.Model;
using Colloquy.Stores;
using Colloquy.Stores.Merging;
using Colloquy.TestKit;
using CsCheck;

namespace Colloquy.Tests.Stores.Merging;

/// <summary>What a page changes besides conversations, whatever store it lies in.</summary>
public sealed class SideChangeTests
{
    private static readonly Gen<App> AnyApp = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 3], (id, name) => new App($"a{id}", $"name {name}", null));

    private static readonly Gen<EndUser> AnyUser = Gen.Select(
        Gen.Int[0, 2],
        Gen.Int[0, 2],
        Gen.Int[0, 3],
        (id, person, day) => new EndUser($"u{id}", $"p{person}", null, Some.Instant($"2025-04-0{day + 1}T00:00:00Z")));

    private static readonly Gen<DeadLetter> AnyLetter = Gen.Select(
        Gen.Int[0, 4], Gen.Enum<SourceTable>(), (key, table) => Some.DeadLetter($"{table} {key}", table));

    private static readonly Gen<PageCommit> AnyPage = Gen.Select(
        AnyApp.Array[0, 4], AnyUser.Array[0, 4], AnyLetter.Array[0, 4], AnyLetter.Array[0, 3], Gen.Int[1, 2], Gen.Int[0, 2],
        (apps, users, letters, revived, generation, mark) => Some.Page(generation) with
        {
            Apps = apps,
            EndUsers = users,
            DeadLetters = letters,
            Revived = [.. revived.Select(letter => letter.Key)],
            Mark = mark == 0 ? null : new SourceMark("unit", $"{mark}", mark, mark),
        });

    [Fact]
    public void Each_letter_of_a_page_counts_once_and_the_rows_seen_are_the_letters_there() => AnyPage.Array[1, 6].Sample(pages =>
    {
        var store = new Store();
        var seen = new Dictionary<SourceTable, long>();
        foreach (var page in pages)
        {
            var before = store.Letters.Keys.ToHashSet();
            var change = store.Take(page);
            Assert.Equal(page.DeadLetters.Count, change.Tally.Dead + change.Tally.Unchanged);
            Assert.Equal(page.DeadLetters.Select(letter => letter.Key).Distinct().Count(key => !before.Contains(key)), change.Tally.Dead);
            foreach (var (table, count) in change.Seen)
            {
                seen[table] = seen.GetValueOrDefault(table) + count;
            }

            Assert.Empty(store.Letters.Keys.Intersect(page.Revived));
        }

        Assert.All(
            Enum.GetValues<SourceTable>(),
            table => Assert.Equal(store.Letters.Values.Count(of => of == table), seen.GetValueOrDefault(table)));
    });

    [Fact]
    public void The_same_page_again_writes_nothing_but_letters_that_it_makes_good_itself() => AnyPage.Array[1, 4].Sample(pages =>
    {
        var store = new Store();
        foreach (var page in pages)
        {
            store.Take(page);
            var again = store.Take(page);
            Assert.Equal((0, 0), (again.Apps.Length, again.EndUsers.Length));
            Assert.Equal((0, 0, null), (again.AddedLetters.Length, again.RemovedLetters.Length, again.Mark));
        }
    });

    [Fact]
    public void The_order_of_rows_and_pages_does_not_matter_to_apps_and_end_users() =>
        Gen.Select(AnyApp.Array[0, 8], AnyUser.Array[0, 8], Gen.Int, Gen.Int).Sample((apps, users, one, other) =>
        {
            Assert.Equal(Taken(one).Apps.OrderBy(app => app.Key), Taken(other).Apps.OrderBy(app => app.Key));
            Assert.Equal(Taken(one).Users.OrderBy(user => user.Key), Taken(other).Users.OrderBy(user => user.Key));

            Store Taken(int seed)
            {
                var random = new Random(seed);
                var store = new Store();
                object[] rows = [.. apps, .. users];
                random.Shuffle(rows);
                foreach (var page in rows.Chunk(random.Next(1, rows.Length + 2)))
                {
                    store.Take(Some.Page() with { Apps = [.. page.OfType<App>()], EndUsers = [.. page.OfType<EndUser>()] });
                }

                return store;
            }
        });

    [Fact]
    public void A_page_adds_up_its_conversations_and_the_rest()
    {
        DeadLetter[] letters = [Some.DeadLetter("k1"), Some.DeadLetter("k2", SourceTable.Apps)];
        var side = SideChange.Of(Some.Page() with { DeadLetters = letters }, new StoredSideRows());
        ImmutableSortedSet<DateOnly> left = [new DateOnly(2025, 4, 1)];
        var change = PageChange.Of(
            [
                new ConversationChange("c1", null, 1, null)
                {
                    Tally = new CommitResult(1, 2, 3, 4, 0),
                    Seen = new SeenRows(1, 2, 0),
                    LeftDays = left,
                },
                new ConversationChange("c2", null, 1, null) { Tally = new CommitResult(1, 0, 0, 0, 0), Seen = new SeenRows(-1, 1, 0) },
            ],
            side);
        Assert.Equal(new CommitResult(2, 2, 3, 4, 2), change.Result);
        Assert.Equal([KeyValuePair.Create(SourceTable.Messages, 4L), KeyValuePair.Create(SourceTable.Apps, 1L)], change.Seen);
        Assert.Equal(left, change.Due.Days);
        Assert.Equal([DayProjection.Lake, DayProjection.Measures], change.Due.Projections);
        Assert.True(change.Due.OnlyKnown);
    }

    private sealed class Store
    {
        public Dictionary<string, Versioned<App>> Apps { get; } = [];

        public Dictionary<string, Versioned<EndUser>> Users { get; } = [];

        public Dictionary<string, SourceTable> Letters { get; } = [];

        private SourceMark? mark;

        public SideChange Take(PageCommit page)
        {
            var change = SideChange.Of(page, new StoredSideRows { Apps = Apps, EndUsers = Users, DeadLetters = Letters, Mark = mark });
            foreach (var app in change.Apps)
            {
                Apps[app.Id] = new(app, page.Generation);
            }

            foreach (var user in change.EndUsers)
            {
                Users[user.Id] = new(user, page.Generation);
            }

            foreach (var key in change.RemovedLetters)
            {
                Letters.Remove(key);
            }

            foreach (var letter in change.AddedLetters)
            {
                Letters.Add(letter.Key, letter.Table);
            }

            mark = change.Mark ?? mark;
            return change;
        }
    }
}
