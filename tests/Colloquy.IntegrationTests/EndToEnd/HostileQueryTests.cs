using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>SQL that wants all the memory or all the time, asked of the real executable.</summary>
public sealed class HostileQueryTests(DemoHome home) : IClassFixture<DemoHome>
{
    private const int Interrupt = 2;
    private const string Forever = "SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))";
    private const string TooLong = "^The query timed out after 3 s\\. ";
    private const string TooBig = "^The query needs more than 512 MB of memory\\. ";
    private const string Either = TooLong + "|" + TooBig;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    /// <summary>What this machine needs to start the executable and to say nothing.</summary>
    private static readonly Lazy<Task<TimeSpan>> UsualTime = new(async () =>
    {
        var clock = Stopwatch.StartNew();
        await Cli.RunAsync(Path.GetTempPath(), Stop, "query", "SELECT");
        return clock.Elapsed;
    });

    /// <summary>The SQL and what is said of it; nothing where an answer in time is right too.</summary>
    public static TheoryData<string, string> Queries => new()
    {
        { "SELECT range(1000000000)", TooBig },
        { "SELECT repeat('x', 2000000000)", TooBig },
        { "SELECT printf('%2000000000d', 1)", Either },
        { "SELECT lpad('x', 2000000000, 'y') FROM range(10)", Either },
        { "SELECT sum(levenshtein(query, answer)) FROM messages, range(1000)", $"^$|{TooLong}" },
        { "SELECT sum(levenshtein(a.query || b.answer, b.answer || a.query)) FROM messages a, messages b, range(1000)", TooLong },
        { "SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))", TooLong },
        { "SELECT repeat('9', 1000000)::BIGNUM * repeat('9', 1000000)::BIGNUM", Either },
        { "SELECT jaro_winkler_similarity(repeat('a', 20000000), repeat('b', 20000000))", Either },
        { "SELECT * FROM generate_series(1, 1000000000) a, generate_series(1, 1000000000) b LIMIT 1", Either },
        { "WITH RECURSIVE t AS (SELECT 1 x UNION ALL SELECT x + 1 FROM t) SELECT max(x) FROM t", Either },
        { "SELECT md5(repeat('a', 4000000000))", TooBig },
        { "SELECT bitstring('1', 4000000000)", "^Binder Error: No function matches .*bitstring" },
        { "SELECT repeat('x', 100000000)", $"{Either}|^Row 1 of the result is larger than 16 MB\\. " },
        { "SELECT repeat('x', 16000000) FROM range(100000)", Either },
        { "SELECT list(repeat('x', 1000) || range) FROM range(400000)", Either },
        { "SELECT string_agg(repeat('x', 1000) || range, '') FROM range(400000)", Either },
        { "SELECT * FROM messages a, messages b ORDER BY a.query || b.answer", Either },
        { "SELECT count(DISTINCT a.id || b.id || c.id) FROM messages a, messages b, messages c", Either },
        { "SELECT regexp_replace(repeat('a', 300000000), '(a*)*b', 'x')", Either },
        { "SELECT list_reduce(range(10000000), (a, b) -> a + b)", $"^$|{Either}" },
        { "SELECT max(len(l)) FROM (SELECT list_transform(range(1000000), x -> repeat('x', 1000)) AS l)", Either },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_query_stays_within_512_MB_and_its_time_and_says_why_it_ended(string sql, string words)
    {
        var usual = await UsualTime.Value;
        var clock = Stopwatch.StartNew();
        using var process = Cli.Start(home.Path, "query", sql, "--csv", "--timeout", $"{Timeout.TotalSeconds}");
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var errors = process.StandardError.ReadToEndAsync(Stop);
        var peak = await PeakOfChildrenAsync(process);
        clock.Stop();
        Assert.Matches(words, await errors);
        Assert.Equal((await errors).Length == 0 ? 0 : 1, process.ExitCode);
        Assert.InRange(peak, 0, 512L << 20);
        Assert.True(clock.Elapsed < Timeout + usual + TimeSpan.FromSeconds(3), $"{clock.Elapsed} beside {usual}\n{await output}");
    }

    [Theory]
    [InlineData(Forever)]
    [InlineData("SELECT lpad('x', 300000000, 'y') FROM range(1000)")]
    [InlineData("SELECT count(*) FROM range(100000000000) t(a) WHERE a * a % 7 = 9")]
    public async Task Ctrl_C_ends_any_query_within_3_seconds(string sql)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var process = Cli.Start(home.Path, "query", sql);
        var errors = process.StandardError.ReadToEndAsync(Stop);
        var engine = await EngineAtWorkAsync(process);
        var clock = Stopwatch.StartNew();
        _ = Kill(process.Id, Interrupt);
        await process.WaitForExitAsync(Stop);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.Equal((130, "Stopped."), (process.ExitCode, (await errors)[..8]));
        await AssertGoneAsync(engine);
    }

    // A terminal sends it to every process there.
    [Fact]
    public async Task Ctrl_C_that_reaches_the_engine_alone_changes_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The engine is found in /proc.");
        using var process = Cli.Start(home.Path, "query", Forever, "--timeout", "15");
        var errors = process.StandardError.ReadToEndAsync(Stop);
        _ = Kill(await EngineAtWorkAsync(process), Interrupt);
        await process.WaitForExitAsync(Stop);
        Assert.StartsWith("The query timed out after 15 s", await errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_whose_parent_is_killed_ends_itself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The engine is found in /proc.");
        using var process = Cli.Start(home.Path, "query", Forever);
        var engine = await EngineAtWorkAsync(process);
        process.Kill();
        await AssertGoneAsync(engine);
    }

    // 9 is how the system ends a process for its memory; 24 stands for any other death.
    [Theory]
    [InlineData(9, "The query needs more than 512 MB of memory. Select fewer days or columns, or aggregate before sorting.")]
    [InlineData(24, "The SQL engine ended unexpectedly (exit code 152). Simplify the query: fewer levels of nesting, fewer days, fewer columns. Nothing else is affected.")]
    public async Task An_engine_that_is_killed_is_reported_with_what_to_do(int signal, string words)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The engine is found in /proc.");
        using var process = Cli.Start(home.Path, "query", Forever);
        var errors = process.StandardError.ReadToEndAsync(Stop);
        _ = Kill(await EngineAtWorkAsync(process), signal);
        await process.WaitForExitAsync(Stop);
        Assert.Equal((1, words), (process.ExitCode, (await errors).Trim()));
    }

    [Fact]
    public async Task The_engine_knows_no_secret_and_shows_no_SQL()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The engine is found in /proc.");
        var environment = new Dictionary<string, string>
        {
            ["COLLOQUY_HOME"] = home.Path,
            ["AWS_SECRET_ACCESS_KEY"] = "planted-1",
            ["NOCODB_API_TOKEN"] = "planted-2",
            ["DOTNET_STARTUP_HOOKS"] = "",
        };
        using var process = Cli.StartIn(environment, "query", Forever);
        var engine = await EngineAtWorkAsync(process);
        var known = await File.ReadAllTextAsync($"/proc/{engine}/environ", Stop) + await File.ReadAllTextAsync($"/proc/{engine}/cmdline", Stop);
        process.Kill();
        Assert.EndsWith("query-engine\0", known, StringComparison.Ordinal);
        foreach (var secret in (string[])["planted", "AWS", "NOCODB", "COLLOQUY_", "levenshtein", "STARTUP"])
        {
            Assert.DoesNotContain(secret, known, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Input_that_is_no_request_ends_the_engine()
    {
        var start = new ProcessStartInfo("dotnet", [Cli.Dll, "query-engine"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync("SELECT 1\n");
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        Assert.Equal(2, process.ExitCode);
        Assert.DoesNotContain("query-engine", (await Cli.RunAsync(home.Path, Stop, "--help")).Output, StringComparison.Ordinal);
    }

    /// <summary>The most that any child of the process ever held, in bytes; 0 where it cannot be known.</summary>
    private static async Task<long> PeakOfChildrenAsync(Process process)
    {
        var peak = 0L;
        while (!process.HasExited)
        {
            foreach (var child in ChildrenOf(process))
            {
                peak = Math.Max(peak, Status(child, "VmHWM:") << 10);
            }

            await Task.Delay(5, Stop);
        }

        await process.WaitForExitAsync(Stop);
        return peak;
    }

    /// <summary>Waits until the engine has computed for a while.</summary>
    private static async Task<int> EngineAtWorkAsync(Process process)
    {
        if (!OperatingSystem.IsLinux())
        {
            await Task.Delay(TimeSpan.FromSeconds(3), Stop);
            return 0;
        }

        while (!process.HasExited)
        {
            foreach (var id in ChildrenOf(process))
            {
                using var child = Found(id);
                if (child?.TotalProcessorTime > TimeSpan.FromSeconds(0.7))
                {
                    return id;
                }
            }

            await Task.Delay(20, Stop);
        }

        throw new InvalidOperationException($"The query ended with {process.ExitCode}.");
    }

    private static async Task AssertGoneAsync(int process)
    {
        var clock = Stopwatch.StartNew();
        while (process != 0 && Status(process, "VmRSS:") > 0)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), "The engine is still there.");
            await Task.Delay(20, Stop);
        }
    }

    private static IEnumerable<int> ChildrenOf(Process process) => Directory.Exists("/proc")
        ? Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Where(id => Status(id, "PPid:") == process.Id)
        : [];

    private static Process? Found(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Zero for a process that is gone.
    private static long Status(int process, string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith(field, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(field.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
