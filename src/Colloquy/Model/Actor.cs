namespace Colloquy.Model;

/// <summary>Whether a person is known as a Dify end user or as a signed-in account.</summary>
public enum ActorKind
{
    /// <summary>An end user of an app.</summary>
    EndUser,
    /// <summary>A signed-in Dify account.</summary>
    Account,
}

/// <summary>The person behind a conversation. Two actors are the same person if kind and id are equal.</summary>
/// <param name="Kind">Whether the id is that of an end user or of an account.</param>
/// <param name="Id">For an end user the customer's own id if known, else the one in Dify; for an account the one in Dify.</param>
public readonly record struct Actor(ActorKind Kind, string Id) : IComparable<Actor>
{
    /// <summary>The end user if there is one, else the account, else null.</summary>
    public static Actor? From(string? endUserId, string? accountId) =>
        endUserId is not null ? new Actor(ActorKind.EndUser, endUserId)
        : accountId is not null ? new Actor(ActorKind.Account, accountId)
        : null;

    /// <summary><c>end_user</c> or <c>account</c>, as written to the lake and to reports.</summary>
    public string KindName => Kind == ActorKind.EndUser ? "end_user" : "account";

    /// <summary>Orders by kind, then by id in ordinal order.</summary>
    public int CompareTo(Actor other) =>
        Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Id, other.Id);
}
