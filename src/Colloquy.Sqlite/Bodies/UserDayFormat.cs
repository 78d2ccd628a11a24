using System.Runtime.InteropServices;

namespace Colloquy.Sqlite.Bodies;

/// <summary>The layout of a user day; actor and day are columns beside it.</summary>
internal static class UserDayFormat
{
    private const byte Version = 1;

    public static void Write(BodyWriter to, UserDay row)
    {
        to.Byte(Version);
        to.Number(row.Conversations);
        to.Number(row.Turns);
        to.Number(row.TokensIn);
        to.Number(row.TokensOut);
        to.Number(row.Errors);
        to.Number(row.Likes);
        to.Number(row.Dislikes);
        to.Count(row.Cost.Length);
        foreach (var money in row.Cost)
        {
            to.Term(money.Currency);
            to.Number(money.Amount, null);
        }

        Write(to, row.Topics);
        Write(to, row.Models);
        Write(to, row.Apps);
    }

    /// <exception cref="InvalidDataException">The body is damaged, or of a later version.</exception>
    public static UserDay Read(ref BodyReader from, Actor actor, DateOnly day)
    {
        if (from.Byte() is var version && version != Version)
        {
            throw new InvalidDataException($"The user day has version {version}; this program reads version {Version}.");
        }

        return new UserDay
        {
            Actor = actor,
            Day = day,
            Conversations = from.Number() ?? 0,
            Turns = from.Number() ?? 0,
            TokensIn = from.Number(),
            TokensOut = from.Number(),
            Errors = from.Number() ?? 0,
            Likes = from.Number() ?? 0,
            Dislikes = from.Number() ?? 0,
            Cost = ReadCost(ref from),
            Topics = ReadTallies(ref from),
            Models = ReadTallies(ref from),
            Apps = ReadTallies(ref from),
        };
    }

    private static ImmutableArray<Money> ReadCost(ref BodyReader from)
    {
        var cost = new Money[from.Count()];
        for (var i = 0; i < cost.Length; i++)
        {
            cost[i] = new Money(from.Term()!, from.Decimal(null) ?? 0);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(cost);
    }

    private static void Write(BodyWriter to, ImmutableArray<Tally> tallies)
    {
        to.Count(tallies.Length);
        foreach (var tally in tallies)
        {
            to.Term(tally.Value);
            to.Number(tally.Count);
        }
    }

    private static ImmutableArray<Tally> ReadTallies(ref BodyReader from)
    {
        var tallies = new Tally[from.Count()];
        for (var i = 0; i < tallies.Length; i++)
        {
            tallies[i] = new Tally(from.Term()!, from.Number() ?? 0);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(tallies);
    }
}
