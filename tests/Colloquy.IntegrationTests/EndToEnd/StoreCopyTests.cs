using Colloquy.IntegrationTests.Laws;
using Colloquy.IntegrationTests.Mongo;
using Colloquy.Model;
using Colloquy.Stores;
using Colloquy.Stores.Copying;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary><c>colloquy store copy</c>: a whole store goes to another kind and comes back.</summary>
public sealed class StoreCopyTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_is_copied_to_MongoDB_and_back_and_compared()
    {
        using var temp = new TempFolder();
        var server = await MongoServer.SharedAsync(Stop);
        var database = server.NewDatabase();
        var variables = ImmutableDictionary<string, string>.Empty.Add("MONGODB_URI", server.Uri).Add("MONGODB_DATABASE", database.Database);
        Assert.Equal(0, (await Cli.CallAsync(temp.Under("one"), ImmutableDictionary<string, string>.Empty, TimeProvider.System, Stop, "run", "--source", "files:" + Repository.Sample)).ExitCode);

        await using (var filled = await Home.OpenAsync(temp.Under("one"), Stop))
        {
            var (thread, _) = (await filled.Store.ReadDayAsync((await filled.Store.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Stop))[0], Stop))[0];
            await filled.Store.SaveAnnotationAsync(
                Some.Annotation(thread.Conversation.Id) with { Notes = [new Note("risk", "none")], Translations = [new Translation(thread.Messages[0].Id, "en", "a", null)] }, ["k1"], Stop);
        }

        var there = await Cli.CallAsync(temp.Under("one"), variables, TimeProvider.System, Stop, "store", "copy", "--from", "sqlite", "--to", "mongodb", "--json");
        Assert.True(there.ExitCode == 0, there.Output + there.Errors);
        var records = there.Json.GetProperty("kinds").EnumerateArray().First();
        Assert.Equal((300, 300), (records.GetProperty("items").GetInt32(), records.GetProperty("written").GetInt32()));

        // Given again it writes nothing of what is there; what is missing comes back.
        var again = await Cli.CallAsync(temp.Under("one"), variables, TimeProvider.System, Stop, "store", "copy", "--from", "sqlite", "--to", "mongodb", "--json");
        Assert.All(again.Json.GetProperty("kinds").EnumerateArray().Where(kind => kind.GetProperty("kind").GetString() != "runs"), kind => Assert.Equal(0, kind.GetProperty("written").GetInt32()));

        var back = await Cli.CallAsync(temp.Under("two"), variables, TimeProvider.System, Stop, "store", "copy", "--from", "mongodb", "--to", "sqlite");
        Assert.True(back.ExitCode == 0, back.Output + back.Errors);
        Assert.DoesNotContain("DIFFERENT", back.Output, StringComparison.Ordinal);
        await using var one = await Home.OpenAsync(temp.Under("one"), Stop);
        await using var two = await Home.OpenAsync(temp.Under("two"), Stop);
        var (before, after) = (await Content.OfAsync(one.Store, [], Stop), await Content.OfAsync(two.Store, [], Stop));
        before.AssertSame(after);
        var annotations = await two.Store.ExportAsync(StoreItemKind.Annotations, Stop).ToListAsync(Stop);
        Assert.Single(annotations);
        Assert.Equal(
            await StoreDigest.OfAsync(one.Store, StoreItemKind.Annotations, Stop), await StoreDigest.OfAsync(two.Store, StoreItemKind.Annotations, Stop));
        Assert.Empty(await two.Store.ReadDueDaysAsync(DayProjection.Lake, (await DoneRevisionAsync(one)), false, Stop));

        static async Task<string> DoneRevisionAsync(Home home) =>
            (await home.Store.ExportAsync(StoreItemKind.DayMarks, Stop).OfType<DayMarkItem>().FirstAsync(mark => mark.Projection == DayProjection.Lake, Stop)).DoneRevision!;
    }
}
