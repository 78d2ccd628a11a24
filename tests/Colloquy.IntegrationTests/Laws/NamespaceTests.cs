using System.Diagnostics;
using Colloquy.IntegrationTests.EndToEnd;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>Two runs over one home that cannot see each other's processes: one writes, the other says so and writes nothing.</summary>
public sealed class NamespaceTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_runs_in_namespaces_of_their_own_one_writes_and_the_other_is_refused()
    {
        await Namespaces.RequireAsync();
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        SampleRows.Load().Times(2).WriteTo(rows, messageFiles: 4);
        await using var undisturbed = await Home.OpenAsync(temp.Under("undisturbed"), Stop);
        Assert.Equal(0, (await undisturbed.RunAsync(rows, Stop)).ExitCode);
        var content = await undisturbed.ContentAsync(Stop);
        var random = new Random(20251127);
        var refusals = 0;
        var rounds = Repository.Rounds(few: 2);
        for (var round = 0; round < rounds; round++)
        {
            var path = temp.Under($"home{round}");
            if (round % 2 == 0)
            {
                await HeldByAStoppedOneAsync(path, rows);
                refusals++;
            }
            else
            {
                refusals += await AtOnceAsync(path, rows, TimeSpan.FromMilliseconds(random.Next(1_500)));
            }

            await using var home = await Home.OpenAsync(path, Stop);
            content.AssertSame(await home.ContentAsync(Stop));
            var status = await home.StatusAsync(Stop);
            Assert.True(status.Reconciled, string.Join('\n', status.Mismatches));
            Directory.Delete(path, recursive: true);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{refusals} runs were refused in {rounds} pairs");
    }

    // The first cannot end before the second has been refused, for it stands still meanwhile.
    private static async Task HeldByAStoppedOneAsync(string home, string rows)
    {
        using var first = Namespaces.Start(home, "run", "--source", "files:" + rows, "--quiet");
        var begin = await first.StandardError.ReadLineAsync(Stop);
        var errors = first.StandardError.ReadToEndAsync(Stop);
        Assert.NotNull(begin);
        await Namespaces.StopAsync(first);
        using var second = Namespaces.Start(home, "run", "--source", "files:" + rows, "--quiet");
        var refused = await second.StandardError.ReadToEndAsync(Stop);
        await second.WaitForExitAsync(Stop);
        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"Another run holds {Path.Combine(home, "store.db")}", refused, StringComparison.Ordinal);
        await Namespaces.ContinueAsync(first);
        await first.WaitForExitAsync(Stop);
        Assert.True(first.ExitCode == 0, begin + await errors);
    }

    private static async Task<int> AtOnceAsync(string home, string rows, TimeSpan apart)
    {
        using var first = Namespaces.Start(home, "run", "--source", "files:" + rows, "--quiet");
        await Task.Delay(apart, Stop);
        using var second = Namespaces.Start(home, "run", "--source", "files:" + rows, "--quiet");
        var said = await Task.WhenAll(SaidAsync(first), SaidAsync(second));
        var refused = said.Count(one => one.ExitCode == 1 && one.Errors.Contains("Another run holds", StringComparison.Ordinal));
        Assert.True(said.Count(one => one.ExitCode == 0) == 2 - refused && refused < 2, string.Join('\n', said.Select(one => $"{one.ExitCode} {one.Errors}")));
        return refused;
    }

    private static async Task<CliResult> SaidAsync(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync(Stop);
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return new CliResult(process.ExitCode, await output, await errors);
    }
}
