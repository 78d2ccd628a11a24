using System.Text.RegularExpressions;
using Colloquy.Stores.Searching;

namespace Colloquy.Mongo.Search;

/// <summary>
/// A search term as words. The index finds messages with these words; the message itself tells whether they are consecutive.
/// </summary>
internal sealed record QueryTerm(ImmutableArray<string> Words, bool IsPrefix)
{
    /// <summary>Index entries have a size limit; longer words are looked up by their first characters.</summary>
    public const int LongestWord = 200;

    /// <summary>Filters on the words of a message. A hit satisfies all of them.</summary>
    public IEnumerable<BsonDocument> Filters() => Words.Select((word, index) =>
        word.Length > LongestWord || (IsPrefix && index == Words.Length - 1)
            ? new BsonDocument("words", new BsonRegularExpression("^" + Regex.Escape(word[..Math.Min(word.Length, LongestWord)])))
            : new BsonDocument("words", word));

    public bool Matches(Message message) =>
        Stores.Searching.Words.Match(Stores.Searching.Words.Of(message.Query), Words, IsPrefix)
            || Stores.Searching.Words.Match(Stores.Searching.Words.Of(message.Answer), Words, IsPrefix);
}
