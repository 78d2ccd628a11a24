using System.Runtime.InteropServices;

namespace Colloquy.Sqlite.Bodies;

/// <summary>Format of a user day. Actor and day are columns of the row.</summary>
internal static class UserDayFormat
{
    private const byte Version = 1;

    public static void Write(BodyWriter to, UserDay row)
    {
        to.Byte(Version);
        to.Integer(row.Conversations);
        to.Integer(row.Turns);
        to.Integer(row.TokensIn);
        to.Integer(row.TokensOut);
        to.Integer(row.Errors);
        to.Integer(row.Likes);
        to.Integer(row.Dislikes);
        to.Count(row.Cost.Length);
        foreach (var money in row.Cost)
        {
            to.Term(money.Currency);
            to.Decimal(money.Amount, null);
        }

        Write(to, row.Topics);
        Write(to, row.Models);
        Write(to, row.Apps);
    }

    /// <exception cref="InvalidDataException">The body is damaged or of a later version.</exception>
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
            Conversations = from.Integer() ?? 0,
            Turns = from.Integer() ?? 0,
            TokensIn = from.Integer(),
            TokensOut = from.Integer(),
            Errors = from.Integer() ?? 0,
            Likes = from.Integer() ?? 0,
            Dislikes = from.Integer() ?? 0,
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
            to.Integer(tally.Count);
        }
    }

    private static ImmutableArray<Tally> ReadTallies(ref BodyReader from)
    {
        var tallies = new Tally[from.Count()];
        for (var i = 0; i < tallies.Length; i++)
        {
            tallies[i] = new Tally(from.Term()!, from.Integer() ?? 0);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(tallies);
    }
}
