using Colloquy.Model;
using Colloquy.Stores;

namespace Colloquy.Tests.Stores;

public sealed class SealedEndUserTests
{
    private static readonly EndUser Ada = new("0197a1c2-0000-4000-8000-00000000000a", "ada@example.org ü😀", DateTimeOffset.UnixEpoch, null);

    [Fact]
    public void Who_has_the_id_reads_the_person_and_nobody_else_does()
    {
        var stored = SealedEndUser.Of(Ada);
        Assert.Equal(Ada, stored.Open(Ada.Id));
        Assert.Throws<InvalidDataException>(() => stored.Open("0197a1c2-0000-4000-8000-00000000000b"));
        Assert.DoesNotContain("ada", stored.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("0197a1c2", stored.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_end_user_gives_the_same_row_for_ever() =>
        Assert.Equal(new SealedEndUser(SealedEndUser.KeyOf(Ada.Id), SealedEndUser.Of(Ada).Seal, Ada.CreatedAt, null), SealedEndUser.Of(Ada));

    [Fact]
    public void One_person_of_two_end_users_has_two_seals() => Assert.NotEqual(SealedEndUser.Of(Ada).Seal, SealedEndUser.Of(Ada with { Id = "another" }).Seal);

    [Fact]
    public void Somebody_anonymous_has_no_seal()
    {
        var stored = SealedEndUser.Of(Ada with { ExternalId = null });
        Assert.Null(stored.Seal);
        Assert.Null(stored.Open(Ada.Id).ExternalId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("no base64!")]
    public void A_damaged_seal_is_told(string seal) => Assert.Throws<InvalidDataException>(() => (SealedEndUser.Of(Ada) with { Seal = seal }).Open(Ada.Id));
}
