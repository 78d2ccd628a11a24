using Colloquy.IntegrationTests.Laws;
using Colloquy.Model;
using Colloquy.Sources.NocoDb;
using Colloquy.Sources.Rows;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>The development corpus through a Dify database and NocoDB into MongoDB and a bucket, beside the same rows from files into a file and a folder.</summary>
public sealed class NocoDbDialoguesTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_lake_is_the_same_file_by_file_and_a_second_run_takes_six_requests()
    {
        var folder = Repository.SharedData("dialogues");
        var server = await NocoDbServer.SharedAsync(Stop);
        await using var dify = await server.CreateDifyAsync(Stop);
        await dify.LoadAsync(folder, Stop);
        using var temp = new TempFolder();
        await using var fromNocoDb = await Home.OpenAsync(temp.Under("nocodb"), await Place.OfAsync(mongo: true, s3: true, Stop), Stop);
        using var source = new NocoDbSource(
            new NocoDbOptions { BaseUrl = new Uri(server.Url), Token = new Secret(server.Token), BaseId = dify.Id }, new RowReader(TimeZoneInfo.Utc), TimeProvider.System);

        Assert.Equal(0, (await fromNocoDb.RunAsync(source, Stop)).ExitCode);
        var (files, expected) = await NearDialogues.ReadAsync();
        var status = await fromNocoDb.StatusAsync(Stop);
        Assert.Equal((30_607, 231_116), (status.Counts.Conversations.Seen, status.Counts.Messages.Seen));
        Assert.True(status.Reconciled, string.Join('\n', status.Mismatches));

        // Bytes are those of each source's own form.
        Assert.Equal((expected.Counts with { RawBytes = 0 }, expected.Measured, expected.PendingDays), (status.Counts with { RawBytes = 0 }, status.Measured, status.PendingDays));

        // A data file's name is the hash of its content.
        Assert.Equal(files, await fromNocoDb.DataFilesAsync(Stop));
        Assert.Equal(6, files.Select(file => file[..file.IndexOf('/', StringComparison.Ordinal)]).Distinct().Count());

        var requests = source.Requests;
        var again = await fromNocoDb.RunAsync(source, Stop);
        Assert.All(again.Stages, stage => Assert.Equal((0, 0), (stage.Items, stage.Written)));
        Assert.InRange(source.Requests - requests, 1, 6);
    }
}
