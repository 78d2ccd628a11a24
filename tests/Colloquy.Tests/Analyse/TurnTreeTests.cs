using Colloquy.Analyse;
using Colloquy.Model;
using CsCheck;

namespace Colloquy.Tests.Analyse;

public sealed class TurnTreeTests
{
    private static readonly DateTimeOffset Start = new(2025, 4, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Messages_that_follow_each_other_are_all_active()
    {
        var turns = TurnTree.Build([Row("a", 0, null), Row("b", 1, "a"), Row("c", 2, "b")]);
        Assert.Equal([(1, null, true, false), (2, 1, true, false), (3, 2, true, false)], Shape(turns));
    }

    [Fact]
    public void Of_regenerations_the_newest_is_active_and_the_others_are_kept()
    {
        var turns = TurnTree.Build([Row("a", 0, null), Row("b1", 1, "a"), Row("b2", 2, "a"), Row("c", 3, "b2")]);
        Assert.Equal([(1, null, true, false), (2, 1, false, false), (3, 1, true, true), (4, 3, true, false)], Shape(turns));
    }

    [Fact]
    public void A_first_message_asked_again_is_a_regeneration_of_the_root()
    {
        var turns = TurnTree.Build([Row("a", 0, Message.Nil), Row("b", 1, "a"), Row("a2", 2, Message.Nil)]);
        Assert.Equal([(1, null, false, false), (2, 1, false, false), (3, null, true, true)], Shape(turns));
    }

    [Fact]
    public void Old_rows_without_parents_follow_each_other_in_time()
    {
        var turns = TurnTree.Build([Row("a", 0, null), Row("b", 1, null), Row("c", 2, null)]);
        Assert.Equal([(1, null, true, false), (2, 1, true, false), (3, 2, true, false)], Shape(turns));
    }

    [Fact]
    public void Old_rows_before_the_first_parent_follow_in_time_and_a_later_null_is_a_root()
    {
        var turns = TurnTree.Build([Row("a", 0, null), Row("b", 1, null), Row("c", 2, "b"), Row("d", 3, null)]);
        Assert.Equal([(1, null, false, false), (2, 1, false, false), (3, 2, false, false), (4, null, true, true)], Shape(turns));
    }

    [Fact]
    public void A_parent_that_is_gone_is_replaced_by_the_message_before()
    {
        var turns = TurnTree.Build([Row("b", 1, "gone"), Row("c", 2, "b"), Row("d", 3, "gone too")]);
        Assert.Equal([(1, null, true, false), (2, 1, true, false), (3, 2, true, false)], Shape(turns));
    }

    [Fact]
    public void A_cycle_of_parents_is_broken()
    {
        var turns = TurnTree.Build([Row("a", 0, "c"), Row("b", 1, "a"), Row("c", 2, "b"), Row("d", 3, "d")]);
        Assert.Equal([(1, null, true, false), (2, 1, true, false), (3, 2, true, false), (4, 3, true, false)], Shape(turns));
    }

    [Fact]
    public void Within_one_second_a_parent_comes_before_its_child_whatever_the_ids()
    {
        var turns = TurnTree.Build([Row("a", 0, "z"), Row("z", 0, Message.Nil)]);
        Assert.Equal(["z", "a"], turns.Select(t => t.Message.Id));
        Assert.Equal([(1, null, true, false), (2, 1, true, false)], Shape(turns));
    }

    [Fact]
    public void Each_cycle_is_broken_at_its_earliest_message() => Gen.Select(Gen.Int[-1, 19], Gen.Bool).Array[1, 20].Sample(rows =>
    {
        var count = rows.Length;
        var parents = rows.Select((r, i) => r.Item2 ? Math.Min(count - 1, i + 1) : Math.Min(count - 1, r.Item1)).ToArray();
        var turns = TurnTree.Build([.. parents.Select((parent, i) => Row($"m{i:00}", 0, parent < 0 ? Message.Nil : $"m{parent:00}"))]);

        // By the definition: as long as there is a circle, its earliest member follows the message before it in time.
        var expected = parents.Select((parent, i) => parent == i ? i - 1 : parent).ToArray();
        for (var circle = Circle(expected); circle.Count > 0; circle = Circle(expected))
        {
            expected[circle.Min()] = circle.Min() - 1;
        }

        Assert.All(turns, turn =>
        {
            var parent = expected[int.Parse(turn.Message.Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)];
            Assert.Equal(parent < 0 ? null : $"m{parent:00}", turn.Parent is { } number ? turns[number - 1].Message.Id : null);
        });

        static HashSet<int> Circle(int[] parents)
        {
            for (var start = 0; start < parents.Length; start++)
            {
                HashSet<int> members = [];
                var i = start;
                while (i >= 0 && members.Add(i))
                {
                    i = parents[i];
                }

                if (i == start)
                {
                    return members;
                }
            }

            return [];
        }
    });

    [Fact]
    public void No_messages_give_no_turns() => Assert.Empty(TurnTree.Build([]));

    [Fact]
    public void Any_parents_whatever_give_a_tree_with_one_active_path()
    {
        var parents = Gen.Int[-2, 14].Select(i => i switch { -2 => null, -1 => Message.Nil, _ => $"m{i:00}" });
        Gen.Select(parents, Gen.Int[0, 4]).Array[0, 12].Sample(rows =>
        {
            var messages = rows.Select((r, i) => Row($"m{i:00}", r.Item2, r.Item1)).OrderBy(m => m.CreatedAt).ThenBy(m => m.Id, StringComparer.Ordinal).ToImmutableArray();
            var turns = TurnTree.Build(messages);
            Assert.Equal(messages.Select(m => m.Id).Order(), turns.Select(t => t.Message.Id).Order());
            Assert.Equal(Enumerable.Range(1, turns.Length), turns.Select(t => t.Number));
            foreach (var turn in turns)
            {
                var steps = 0;
                for (var t = turn; t.Parent is { } p; t = turns[p - 1])
                {
                    Assert.True(++steps <= turns.Length, "a circle");
                }
            }

            var path = turns.Where(t => t.Active).ToList();
            Assert.Equal(turns.IsEmpty ? 0 : 1, path.Count(t => t.Parent is null));
            Assert.Equal(path.Count, path.Select(t => t.Parent).Distinct().Count());
            Assert.True(turns.IsEmpty || turns[^1].Active);
        });
    }

    private static Message Row(string id, int second, string? parent) =>
        new() { Id = id, ConversationId = "k", ParentMessageId = parent, CreatedAt = Start.AddSeconds(second) };

    private static IEnumerable<(int, int?, bool, bool)> Shape(ImmutableArray<Turn> turns) =>
        turns.Select(t => (t.Number, t.Parent, t.Active, t.Regeneration));
}
