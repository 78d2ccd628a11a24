using Xunit.Sdk;

namespace Colloquy.IntegrationTests;

/// <summary>What cannot be installed skips tests with the reason, except on CI.</summary>
public sealed class ProgramsTests
{
    private static Task InstallAsync(bool onCi) =>
        Programs.InstallAsync("The server", Path.GetTempPath(), "dotnet", ["no-such-command"], onCi);

    [Fact]
    public async Task An_installation_that_fails_off_CI_skips_and_says_what_the_program_said()
    {
        SkipException? skipped = null;
        try
        {
            await InstallAsync(onCi: false);
        }
        catch (SkipException caught)
        {
            // Assert.Throws would let it skip this test.
            skipped = caught;
        }

        Assert.NotNull(skipped);
        Assert.Contains("The server cannot be installed. dotnet no-such-command ended with 1: ", skipped.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch(": $", skipped.Message);
    }

    [Fact]
    public async Task An_installation_that_fails_on_CI_fails_the_test()
    {
        var failed = await Assert.ThrowsAsync<FailException>(() => InstallAsync(onCi: true));
        Assert.Contains("The server cannot be installed.", failed.Message, StringComparison.Ordinal);
    }
}
