using System.Globalization;
using System.Text;
using Colloquy.Sources.Rows;
using CsCheck;

namespace Colloquy.Tests.Sources.Rows;

public sealed class InstantTextTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeZoneInfo Cairo = TimeZoneInfo.FindSystemTimeZoneById("Africa/Cairo");

    [Theory]
    [InlineData("2025-07-15 13:05:09+00:00", "2025-07-15T13:05:09.0000000+00:00")]
    [InlineData("2025-07-15T13:05:09Z", "2025-07-15T13:05:09.0000000+00:00")]
    [InlineData("2025-07-15 13:05:09", "2025-07-15T13:05:09.0000000+00:00")]
    [InlineData("2025-07-15 13:05", "2025-07-15T13:05:00.0000000+00:00")]
    [InlineData("2025-07-15", "2025-07-15T00:00:00.0000000+00:00")]
    [InlineData("2025-07-15 13:05:09.123456+08", "2025-07-15T05:05:09.1234560+00:00")]
    [InlineData("2025-07-15T13:05:09.123456789-0330", "2025-07-15T16:35:09.1234567+00:00")]
    [InlineData("2025-07-15 13:05:09.5 +02:00", "2025-07-15T11:05:09.5000000+00:00")]
    [InlineData("2025-07-15 13:05:09 UTC", "2025-07-15T13:05:09.0000000+00:00")]
    [InlineData("2024-02-29 23:59:59.9999999Z", "2024-02-29T23:59:59.9999999+00:00")]
    [InlineData("1752584709", "2025-07-15T13:05:09.0000000+00:00")]
    [InlineData("1752584709.25", "2025-07-15T13:05:09.2500000+00:00")]
    [InlineData("1752584709123", "2025-07-15T13:05:09.1230000+00:00")]
    public void A_time_in_any_spelling_is_one_instant(string text, string expected)
    {
        Assert.True(InstantText.TryParse(Encoding.UTF8.GetBytes(text), TimeZoneInfo.Utc, out var instant));
        Assert.Equal(expected, instant.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2025-02-29")]
    [InlineData("2025-13-01")]
    [InlineData("0000-01-01")]
    [InlineData("2025-07-15 24:00:00")]
    [InlineData("2025-07-15 13:60")]
    [InlineData("2025-07-15 13:05:60")]
    [InlineData("2025-07-15 13:05:09.")]
    [InlineData("2025-07-15 13:05:09+19:00")]
    [InlineData("2025-07-15 13:05:09+0")]
    [InlineData("2025-07-15 13:05:09 PM")]
    [InlineData("2025-07-15x13:05:09")]
    [InlineData("2025/07/15 13:05:09")]
    [InlineData("20250715")]
    [InlineData("-1752584709")]
    [InlineData("0001-01-01 00:00:00+08:00")]
    [InlineData("9999-12-31 23:59:59-08:00")]
    public void What_is_no_time_is_refused(string text) => Assert.False(InstantText.TryParse(Encoding.UTF8.GetBytes(text), TimeZoneInfo.Utc, out _));

    [Theory]
    [InlineData("2025-01-15 12:00:00", "2025-01-15T11:00:00")]
    [InlineData("2025-07-15 12:00:00", "2025-07-15T10:00:00")]
    [InlineData("2025-10-26 02:30:00", "2025-10-26T00:30:00")]
    [InlineData("2025-03-30 02:30:00", "2025-03-30T01:00:00")]
    [InlineData("2025-03-30 02:00:00", "2025-03-30T01:00:00")]
    [InlineData("2025-07-15 12:00:00+00:00", "2025-07-15T12:00:00")]
    public void A_local_time_is_the_earlier_of_two_and_the_first_after_a_gap(string text, string expected)
    {
        Assert.True(InstantText.TryParse(Encoding.UTF8.GetBytes(text), Berlin, out var instant));
        Assert.Equal(expected, instant.ToString("s", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_midnight_that_does_not_exist_is_the_first_instant_of_the_day()
    {
        Assert.True(InstantText.TryParse("2025-04-25 00:00:00"u8, Cairo, out var instant));
        Assert.Equal(new DateTimeOffset(2025, 4, 24, 22, 0, 0, TimeSpan.Zero), instant);
    }

    [Fact]
    public void Every_instant_survives_being_written_and_read() => Gen.DateTimeOffset.Sample(instant =>
    {
        var utc = instant.ToUniversalTime();
        return InstantText.TryParse(Encoding.UTF8.GetBytes(utc.ToString("O", CultureInfo.InvariantCulture)), Berlin, out var read) && read == utc;
    });
}
