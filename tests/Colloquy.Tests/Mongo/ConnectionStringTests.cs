using Colloquy.Configuration;
using Colloquy.Model;
using Colloquy.Mongo;

namespace Colloquy.Tests.Mongo;

/// <summary>Options of a connection string that would break what the store promises are refused, by their names and without the password.</summary>
public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("w=0", "w=0")]
    [InlineData("journal=false", "journal=false")]
    [InlineData("j=false", "journal=false")]
    [InlineData("readPreference=secondary", "readPreference=secondary")]
    [InlineData("readPreference=primaryPreferred", "readPreference=primaryPreferred")]
    [InlineData("ReadPreference=nearest&readPreferenceTags=dc:x", "readPreference=nearest")]
    [InlineData("readConcernLevel=available", "readConcernLevel=available")]
    [InlineData("w=0&journal=true", "connection string")]
    [InlineData("w", "connection string")]
    public void What_would_lose_rows_is_refused(string option, string named)
    {
        var problem = Assert.Single(MongoStore.Problems(Options(option)));
        Assert.StartsWith("MONGODB_URI", problem, StringComparison.Ordinal);
        Assert.Contains(named, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", problem, StringComparison.Ordinal);
        Assert.Equal([problem], Assert.Throws<ConfigurationException>(() => new MongoStore(Options(option), TimeProvider.System)).Problems);
    }

    [Theory]
    [InlineData("")]
    [InlineData("w=1")]
    [InlineData("w=majority&journal=true&wtimeoutMS=5000")]
    [InlineData("readPreference=primary&readConcernLevel=majority&retryWrites=false&authSource=admin")]
    public void What_the_store_can_live_with_is_taken(string option) => Assert.Empty(MongoStore.Problems(Options(option)));

    [Fact]
    public void Every_problem_is_listed_at_once() =>
        Assert.Equal(3, MongoStore.Problems(Options("w=0&readPreference=secondary&readConcernLevel=available")).Count());

    private static MongoOptions Options(string option) => new() { Uri = new Secret("mongodb://me:hush@localhost/" + (option.Length == 0 ? "" : "?" + option)) };
}
