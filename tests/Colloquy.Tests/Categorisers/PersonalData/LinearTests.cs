using System.Text;
using Colloquy.Categorisers.PersonalData;
using Colloquy.TestKit;

namespace Colloquy.Tests.Categorisers.PersonalData;

/// <summary>The time that a text takes grows with its length and not faster, whatever it repeats.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class LinearTests
{
    private const int Short = 250_000;
    private const int Long = 1_000_000;
    private const double MostRatio = 6;
    private const int Attempts = 25;
    private static readonly TimeSpan _negligible = TimeSpan.FromMilliseconds(50);
    private static readonly PersonalDataRedactor _mask = new(RedactionMode.Mask);

    public static TheoryData<string> Units =>
    [
        "@", "a@", "1", "1 ", "1234-", ":", "a:", "::1 ", "1.1.", "+", "DE89 ", "DE", "refund ", "not ", "\"", "\n", "\\", "退款", "ไม่", "é", "👩‍", "💣", " ", "\t", "sk-", "eyJ.", "AKIA", "password ", "password: ",
        "-----BEGIN PRIVATE KEY-----\n", "12 street ", "street 1 ", "http", "{", "[", "a", "a1@:.", "(", "ß", "İ", "\u202E", "\0", "-", "_", "+1 ", "(415) ", "http://a:b@", "a.", "a.b@c.", "1.2.3.", "2001:db8:", "529.982.",
        "078-05-", "=", "token=", "://", "x://", "a[at]b[dot]", "\\u0040", "\\u00", "%40", "1-", "sk-1", "bearer ", "-----BEGIN PRIVATE KEY-----A", "password=\"", "密码", "пароль", "١", "１ ", "路1号", "Rue 1 ", "12 Rue de ", "[\"a\",",
    ];

    [Theory]
    [MemberData(nameof(Units))]
    public void Four_times_the_text_takes_about_four_times_as_long(string unit) => Compare(length => Repeat(unit, length), text => _mask.Redact(text));

    [Theory]
    [InlineData("{\"a\":", "}", "1")]
    [InlineData("[", "]", "\"a@\",")]
    [InlineData("[", "]", "\"a@example.com\",")]
    [InlineData("[", "]", "13800138000,")]
    [InlineData("{", "}", "\"a@example.com\":1,")]
    [InlineData("{\"a\":\"", "\"}", "\\u0040")]
    [InlineData("{\"a\":\"", "\"}", "\\\"")]
    [InlineData("{\"a\":\"", "\"}", "\\\\")]
    [InlineData("[\"[", "]\"]", "\\\"a\\\",")]
    [InlineData("", "", "[")]
    [InlineData("", "", "{\"a\":")]
    [InlineData("{\"password\":\"", "\"}", "a1 ")]
    public void So_does_json(string before, string after, string unit) =>
        Compare(length => Encoding.UTF8.GetBytes(before + Repeat(unit, length).TrimEnd(',') + after), raw => _mask.Redact((ReadOnlyMemory<byte>)raw));

    [Fact]
    public async Task A_long_text_is_left_when_nobody_waits_for_it()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        foreach (var unit in (string[])["1 ", "password: a ", "пароль ", "a@"])
        {
            Assert.Throws<OperationCanceledException>(() => PersonalDataFinder.Find(Repeat(unit, Short), [], cancelled.Token));
            Assert.Throws<OperationCanceledException>(() => _mask.Redact(Repeat(unit, Short), cancelled.Token));
        }
    }

    private static void Compare<T>(Func<int, T> make, Action<T> look)
    {
        var (warm, few, many) = (make(5_000), make(Short), make(Long));
        look(warm);

        // Caches and a busy machine make single times useless: the best of each counts, and one good ratio is proof.
        var (shortest, longest) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            longest = Min(longest, ThreadTime.Of(() => look(many)));
            if (longest < _negligible)
            {
                return;
            }

            shortest = Min(shortest, ThreadTime.Of(() => look(few)));
            if (attempt > 0 && longest / shortest <= MostRatio)
            {
                return;
            }
        }

        Assert.Fail($"{longest.TotalMilliseconds:F0} ms against {shortest.TotalMilliseconds:F0} ms");
    }

    private static string Repeat(string unit, int length) => string.Concat(Enumerable.Repeat(unit, length / unit.Length));

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

/// <summary>Times mean little while other tests run.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
