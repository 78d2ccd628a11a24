using Colloquy.Publish;
using static Colloquy.Lake.Tables.Columns<Colloquy.Publish.UserDayRow>;

namespace Colloquy.Lake.Tables;

internal static class UserDaysTable
{
    public static Table<UserDayRow> Definition { get; } = new(
        "user_days",
        Version: 1,
        "One row per person and day, without debugger traffic.",
        [
            Date(1, "date", u => u.User.Day, "The UTC day. Partition column."),
            Word(2, "actor_kind", u => u.User.Actor.KindName, "end_user or account."),
            Id(
                3, "actor_id", u => u.User.Actor.Id,
                "The person: the customer's own id of the end user if known, else from_end_user_id or from_account_id."),
            Flag(4, "is_new", u => u.IsNew, "Whether it is the person's first day ever."),
            Long(5, "conversations", u => u.User.Conversations, "Conversations that began on the day."),
            Long(6, "turns", u => u.User.Turns, "Turns on the day."),
            MaybeLong(7, "message_tokens", u => u.User.TokensIn, "Sum of the known prompt tokens; null if none is known."),
            MaybeLong(8, "answer_tokens", u => u.User.TokensOut, "Sum of the known completion tokens; null if none is known."),
            Json(9, "cost", u => JsonText.Of(u.User.Cost), "JSON: amount by currency, amounts as strings."),
            Long(10, "errors", u => u.User.Errors, "Turns that failed."),
            Long(11, "likes", u => u.User.Likes, "Positive ratings."),
            Long(12, "dislikes", u => u.User.Dislikes, "Negative ratings."),
            Json(13, "topics", u => JsonText.Of(u.User.Topics), "JSON: conversations that began on the day, by topic."),
            Json(14, "models", u => JsonText.Of(u.User.Models), "JSON: turns by model.", Packing.Repeating),
            Json(15, "apps", u => JsonText.Of(u.User.Apps), "JSON: turns by app.", Packing.Repeating),
        ],
        (a, b) => a.User.Actor.CompareTo(b.User.Actor));
}
