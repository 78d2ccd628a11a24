using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Colloquy.IntegrationTests.LongestFirst))]

namespace Colloquy.IntegrationTests;

/// <summary>Begins with the classes that take minutes, so that no one of them begins last and runs on alone. Otherwise any order will do.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] _long = [".NocoDb.", ".Laws.", "Dialogues"];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(one => Rank(one.TestCollectionDisplayName))];

    private static int Rank(string name)
    {
        var rank = Array.FindIndex(_long, part => name.Contains(part, StringComparison.Ordinal));
        return rank < 0 ? _long.Length : rank;
    }
}
