using Colloquy.IntegrationTests.Laws;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>The development corpus with MongoDB and a bucket, beside the same rows with a file and a folder.</summary>
public sealed class ServersDialoguesTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lake_reports_and_status_are_the_same_and_a_second_run_writes_nothing()
    {
        var rows = Repository.SharedData("dialogues");
        using var temp = new TempFolder();
        await using var far = await Home.OpenAsync(temp.Under("far"), await Place.OfAsync(mongo: true, s3: true, Stop), Stop);
        var (files, expected) = await NearDialogues.ReadAsync();
        Assert.Equal(0, (await far.RunAsync(rows, Stop)).ExitCode);

        // A data file's name is the hash of its content; reports are a table of the lake.
        Assert.Contains(files, file => file.StartsWith("reports/", StringComparison.Ordinal));
        Assert.Equal(files, await far.DataFilesAsync(Stop));
        var status = await far.StatusAsync(Stop);
        Assert.Equal(
            (expected.Counts, expected.Measured, expected.PendingDays, expected.FirstDay, expected.LastDay), (status.Counts, status.Measured, status.PendingDays, status.FirstDay, status.LastDay));
        Assert.Equal((30_607, 231_116), (status.Counts.Conversations.Seen, status.Counts.Messages.Seen));
        Assert.True(status.Reconciled, string.Join('\n', status.Mismatches));
        Assert.All((await far.RunAsync(rows, Stop)).Stages, stage => Assert.Equal((0, 0), (stage.Items, stage.Written)));
    }
}
