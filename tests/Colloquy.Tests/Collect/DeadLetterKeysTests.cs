using Colloquy.Collect;
using Colloquy.Model;
using Colloquy.TestKit;

namespace Colloquy.Tests.Collect;

public sealed class DeadLetterKeysTests
{
    [Fact]
    public void The_same_text_met_twice_is_two_letters_and_the_same_two_when_it_is_read_again()
    {
        var (first, again) = (new DeadLetterKeys(), new DeadLetterKeys());
        var (a, b) = (Letter("a"), Letter("b"));
        string[] keys = [Name(first, a), Name(first, b), Name(first, a)];
        Assert.Equal(3, keys.Distinct().Count());
        Assert.Equal([keys[1], keys[0], keys[2]], [Name(again, b), Name(again, a), Name(again, a)]);
        Assert.NotEqual(keys[0], new DeadLetterKeys().Name("other", a).Key);
        Assert.NotEqual(keys[0], Name(new DeadLetterKeys(), a with { Table = SourceTable.Conversations }));
    }

    [Fact]
    public void A_key_counts_as_seen_once_it_was_assigned()
    {
        var (before, now) = (new DeadLetterKeys(), new DeadLetterKeys());
        string[] keys = [Name(before, Letter("a")), Name(before, Letter("a")), Name(before, Letter("b"))];
        Name(now, Letter("a"));
        now.Name("unit", Letter("c") with { Key = "messages m1" });
        Assert.Equal([true, false, false], keys.Select(now.IsMet));
        Assert.True(now.IsMet("messages m1"));
        Assert.False(now.IsMet("messages m2"));
    }

    [Fact]
    public void A_flood_of_keys_takes_a_few_tens_of_bytes_each()
    {
        const int Hashes = 1_000_000;
        var tally = new HashTally();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1UL; i <= Hashes; i++)
        {
            tally.Add(i * 0x9E3779B97F4A7C15);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Hashes * 64);
        Assert.Equal((2, 0), (tally.Add(0x9E3779B97F4A7C15), tally[1]));
    }

    [Fact]
    public void Hashes_that_share_a_place_are_told_apart()
    {
        var tally = new HashTally();
        for (var i = 0UL; i < 5_000; i++)
        {
            tally.Add(i << 32);
            tally.Add(i << 32);
        }

        Assert.All(Enumerable.Range(0, 5_000), i => Assert.Equal(2, tally[(ulong)i << 32]));
        Assert.Equal(0, tally[1]);
    }

    private static string Name(DeadLetterKeys keys, DeadLetter letter) => keys.Name("unit", letter).Key;

    private static DeadLetter Letter(string text) => Some.DeadLetter("") with { Raw = System.Text.Encoding.UTF8.GetBytes(text) };
}
