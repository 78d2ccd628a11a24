using System.Text.RegularExpressions;
using Colloquy.Stores.Searching;

namespace Colloquy.Mongo.Search;

/// <summary>A term of a search as its words. The index finds the messages that have them, the message says whether they follow each other.</summary>
internal sealed record AskedTerm(ImmutableArray<string> Words, bool IsPrefix)
{
    /// <summary>An index entry has a limit; of longer words the beginning is looked up.</summary>
    public const int LongestWord = 200;

    /// <summary>Conditions on the words of a message, all of which hold for a hit.</summary>
    public IEnumerable<BsonDocument> Filters() => Words.Select((word, index) =>
        word.Length > LongestWord || (IsPrefix && index == Words.Length - 1)
            ? new BsonDocument("words", new BsonRegularExpression("^" + Regex.Escape(word[..Math.Min(word.Length, LongestWord)])))
            : new BsonDocument("words", word));

    public bool Answers(Message message) =>
        Stores.Searching.Words.Answer(Stores.Searching.Words.Of(message.Query), Words, IsPrefix)
            || Stores.Searching.Words.Answer(Stores.Searching.Words.Of(message.Answer), Words, IsPrefix);
}
