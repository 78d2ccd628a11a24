using System.Globalization;
using Colloquy.Mongo.Search;
using Colloquy.TestKit;
using MongoDB.Bson;

namespace Colloquy.Tests.Mongo;

public sealed class WordIndexTests
{
    private const int LargestDocument = 16 << 20;

    [Fact]
    public void A_message_of_a_million_different_words_fits_into_a_document()
    {
        var noise = string.Join(' ', Enumerable.Range(0, 1_000_000).Select(i => i.ToString("x7", CultureInfo.InvariantCulture)));
        var entry = WordIndex.EntryOf(Some.MessageRow(query: "refund " + noise, answer: noise), "m1", 1);
        Assert.InRange(entry.ToBson().Length, 1 << 20, LargestDocument / 4);
        Assert.Contains("refund", entry["words"].AsBsonArray.Select(word => word.AsString));
    }

    [Fact]
    public void Words_of_a_usual_message_are_all_there_once_and_in_order() => Assert.Equal(
        ["a", "here", "is", "it", "refund", "where"],
        WordIndex.EntryOf(Some.MessageRow(query: "Where is it? A refund!", answer: "It is here."), "m1", 1)["words"].AsBsonArray.Select(word => word.AsString));
}
