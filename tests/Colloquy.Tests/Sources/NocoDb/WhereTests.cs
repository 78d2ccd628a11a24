using Colloquy.Model;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Schema;
using Colloquy.Sources.NocoDb;

namespace Colloquy.Tests.Sources.NocoDb;

public sealed class WhereTests
{
    private static readonly Field Created = new("c1", "created_at", null, "DateTime", false, true);
    private static readonly Field Deleted = new("c2", "is_deleted", null, "Checkbox", false, true);
    private static readonly Field Odd = new("c3", "Größe (m)", null, "Number", false, true);
    private static readonly DateTimeOffset Time = new(2025, 3, 1, 12, 30, 15, TimeSpan.FromHours(2));
    private static readonly Where After = Where.AtOrAfter(Created, Time), Before = Where.Before(Created, Time), Live = Where.IsNotChecked(Deleted);

    [Fact]
    public void Times_are_whole_seconds_of_UTC()
    {
        Assert.Equal("(created_at,gte,exactDate,2025-03-01T10:30:15Z)", After.Text);
        Assert.Equal("(created_at,lt,exactDate,2025-03-01T10:30:15Z)", Where.Before(Created, Time.AddTicks(9_999_999)).Text);
    }

    [Fact]
    public void A_title_that_a_request_cannot_carry_is_replaced_by_the_id() => Assert.Equal("(c3,blank)", Where.IsBlank(Odd).Text);

    [Fact]
    public void Adding_nothing_changes_nothing()
    {
        Assert.Equal(Live, Where.Anything & Live);
        Assert.Equal(Live, Live & Where.Anything);
        Assert.Equal(Where.Anything, Where.Anything & Where.Anything);
    }

    [Fact]
    public void Anything_or_something_is_anything()
    {
        Assert.Equal(Where.Anything, Where.Anything | Live);
        Assert.Equal(Where.Anything, Live | Where.Anything);
    }

    [Fact]
    public void Two_conditions_stand_side_by_side()
    {
        Assert.Equal($"{After.Text}~and{Before.Text}", (After & Before).Text);
        Assert.Equal($"{After.Text}~or{Before.Text}", (After | Before).Text);
    }

    [Fact]
    public void What_is_joined_is_bracketed_before_it_is_joined_again()
    {
        Assert.Equal($"({After.Text}~or{Before.Text})~and{Live.Text}", ((After | Before) & Live).Text);
        Assert.Equal($"{Live.Text}~and({After.Text}~or{Before.Text})", (Live & (After | Before)).Text);
        Assert.Equal($"({After.Text}~and{Before.Text})~or{Live.Text}", ((After & Before) | Live).Text);
        Assert.Equal($"(({After.Text}~or{Before.Text})~and{Live.Text})~or{Live.Text}", (((After | Before) & Live) | Live).Text);
    }

    [Theory]
    [InlineData("0191c6de-0000-7000-8000-000000000001")]
    [InlineData("m_1.a")]
    public void An_id_is_compared_as_it_is(string id) => Assert.Equal($"(created_at,eq,{id})", Where.Equal(Created, id).Text);

    [Theory]
    [InlineData("a,b")]
    [InlineData("a)~or(id,notblank")]
    [InlineData("a b")]
    [InlineData("a~b")]
    [InlineData("\"a\"")]
    [InlineData("ä")]
    [InlineData("a\n")]
    [InlineData("")]
    public void An_id_that_the_filter_language_would_read_is_refused(string id) => Assert.Throws<ArgumentException>(() => Where.Equal(Created, id));

    [Fact]
    public void A_secret_never_shows()
    {
        var options = new NocoDbOptions { BaseUrl = new Uri("http://x"), Token = new Secret("planted"), BaseId = "p1" };
        Assert.Equal("***", options.Token.ToString());
        Assert.DoesNotContain("planted", $"{options} {options.Token} {new { options.Token }}", StringComparison.Ordinal);
        Assert.Equal("", new Secret("").ToString());
    }
}
