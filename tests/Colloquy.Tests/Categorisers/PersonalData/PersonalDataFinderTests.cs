using System.Globalization;
using Colloquy.Categorisers.PersonalData;
using CsCheck;

namespace Colloquy.Tests.Categorisers.PersonalData;

/// <summary>What is found, what looks like it and is not, and what holds for every text.</summary>
public sealed class PersonalDataFinderTests
{
    [Theory]
    [InlineData("mail me at jane.doe+news@example.co.uk please", "email:jane.doe+news@example.co.uk")]
    [InlineData("Meine Adresse ist jürgen@müller.de.", "email:jürgen@müller.de")]
    [InlineData("call +49 30 1234567 now", "phone:+49 30 1234567")]
    [InlineData("it is (415) 555-2671", "phone:(415) 555-2671")]
    [InlineData("415-555-2671", "phone:415-555-2671")]
    [InlineData("Tel. 0171/2345678", "phone:0171/2345678")]
    [InlineData("appelez le 01 23 45 67 89", "phone:01 23 45 67 89")]
    [InlineData("0044 20 7946 0958", "phone:0044 20 7946 0958")]
    [InlineData("my number is 5552671999", "phone:5552671999")]
    [InlineData("我的手机是13812345678。", "phone:13812345678")]
    [InlineData("card 4111 1111 1111 1111 thanks", "card:4111 1111 1111 1111")]
    [InlineData("378282246310005", "card:378282246310005")]
    [InlineData("IBAN DE89 3704 0044 0532 0130 00.", "iban:DE89 3704 0044 0532 0130 00")]
    [InlineData("GB82WEST12345698765432", "iban:GB82WEST12345698765432")]
    [InlineData("from 192.168.10.254 today", "ip:192.168.10.254")]
    [InlineData("2001:db8::ff00:42:8329", "ip:2001:db8::ff00:42:8329")]
    [InlineData("SSN 219-09-9999", "national_id:219-09-9999")]
    [InlineData("meine Steuer-ID: 86095742719", "national_id:86095742719")]
    [InlineData("NINO AB123456C", "national_id:AB123456C")]
    [InlineData("RSSMRA85T10A562S", "national_id:RSSMRA85T10A562S")]
    [InlineData("mi DNI es 12345678Z", "national_id:12345678Z")]
    [InlineData("NIE X1234567L", "national_id:X1234567L")]
    [InlineData("bsn 111222333", "national_id:111222333")]
    [InlineData("PESEL 44051401359", "national_id:44051401359")]
    [InlineData("CPF 529.982.247-25", "national_id:529.982.247-25")]
    [InlineData("11010519491231002X", "national_id:11010519491231002X")]
    [InlineData("aadhaar 2341 2341 2346", "national_id:2341 2341 2346")]
    [InlineData("I live at 12 Baker Street", "street_address:12 Baker Street")]
    [InlineData("Hauptstraße 5, Berlin", "street_address:Hauptstraße 5")]
    [InlineData("au 12 rue de la Paix", "street_address:12 rue de la Paix")]
    [InlineData("vive en Calle Mayor 3", "street_address:Calle Mayor 3")]
    [InlineData("my password is hunter2!", "secret:hunter2")]
    [InlineData("Passwort: geheim", "secret:geheim")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "secret:AKIAIOSFODNN7EXAMPLE")]
    [InlineData("use sk-abcdefghijklmnopqrstuv12345 here", "secret:sk-abcdefghijklmnopqrstuv12345")]
    [InlineData("2 4111 1111 1111 1111 12/27 123", "card:4111 1111 1111 1111")]
    [InlineData("4111 - 1111 - 1111 - 1111", "card:4111 - 1111 - 1111 - 1111")]
    [InlineData("4111\u00A01111\u00A01111\u00A01111", "card:4111\u00A01111\u00A01111\u00A01111")]
    [InlineData("mail bob\\u0040example.com", "email:bob\\u0040example.com")]
    [InlineData("jane.doe@example.com-foo", "email:jane.doe@example.com")]
    [InlineData("bob@example.рф", "email:bob@example.рф")]
    [InlineData("415-555-0132 12 times", "phone:415-555-0132")]
    [InlineData("415-555-0132x12", "phone:415-555-0132")]
    [InlineData("call me at 555-0132 later", "phone:555-0132")]
    [InlineData("５５５ call ４１５－５５５－０１３２", "phone:４１５－５５５－０１３２")]
    [InlineData("14 - 16 Bridge Street", "street_address:14 - 16 Bridge Street")]
    [InlineData("1008 Blossom Hill Road", "street_address:1008 Blossom Hill Road")]
    [InlineData("Rue de la Loi 16, Bruxelles", "street_address:Rue de la Loi 16")]
    [InlineData("en Gran Vía 28, Madrid", "street_address:Gran Vía 28")]
    [InlineData("我住在中山路123号", "street_address:中山路123号")]
    [InlineData("i live at 12 baker street", "street_address:12 baker street")]
    [InlineData("postgres://app:s3cr3tPw@db.internal:5432/app", "secret:s3cr3tPw")]
    [InlineData("https://0123456789abcdef0123456789abcdef@o0.ingest.example.io/1", "secret:0123456789abcdef0123456789abcdef")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "secret:-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC")]
    [InlineData("{\"password\":\"x\"}", "secret:x")]
    [InlineData("**Password:** hunter2", "secret:hunter2")]
    public void It_is_found(string text, string expected) => Assert.Equal([expected], Find(text));

    [Theory]
    [InlineData("order 20250401123456")]
    [InlineData("order number 4111111111111112")]
    [InlineData("on 2025-04-01 at 12:30:45")]
    [InlineData("01.02.2025")]
    [InlineData("it costs 1,234.56 dollars")]
    [InlineData("version 10.2.3.4")]
    [InlineData("v1.2.3.4")]
    [InlineData("a table for 4 at 19:30 on 12 March")]
    [InlineData("ISBN 978-3-16-148410-0")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015")]
    [InlineData("3f2504e0-4f89-41d3-9a0c-0305e82c3301")]
    [InlineData("I forgot my password")]
    [InlineData("my password is wrong")]
    [InlineData("@user said hi, see a@b")]
    [InlineData("DE89 3704 0044 0532 0130 01")]
    [InlineData("room 12 on the street side")]
    [InlineData("hotel booking 12345678")]
    [InlineData("my order number is 5552671999")]
    [InlineData("call between 10-12 14-16 please")]
    [InlineData("01.02.2025 10:30")]
    [InlineData("in 1929 Wall Street crashed")]
    [InlineData("the plaza is open from Monday until March 11")]
    [InlineData("[phone] 12345678")]
    [InlineData("numpy==1.26.4.1 and Chrome/120.0.9.1")]
    [InlineData("icon@2x.png, git@github.com:a/b.git")]
    [InlineData("ratio 3:2::1")]
    [InlineData("12345")]
    [InlineData("")]
    public void It_is_none(string text) => Assert.Empty(Find(text));

    [Fact]
    public void Several_are_found_in_their_order() =>
        Assert.Equal(
            ["email:a@example.com", "phone:415-555-2671", "card:4111111111111111"],
            Find("write a@example.com or call 415-555-2671, pay with 4111111111111111"));

    [Fact]
    public void Places_lie_in_the_text_in_order_and_without_overlaps() => Gen.OneOf(Gen.String, Gen.String[Gen.Char["0123456789 .:-+@()aX"], 0, 80]).Sample(text =>
    {
        var found = new List<PersonalDatum>();
        PersonalDataFinder.Find(text, found);
        var end = 0;
        foreach (var datum in found)
        {
            Assert.True(datum.Start >= end && datum.Length > 0 && datum.End <= text.Length, text);
            end = datum.End;
        }
    });

    [Fact]
    public void Every_card_with_a_check_digit_is_found_and_hardly_any_without() => Gen.Long[0, 99_999_999_999_999].Sample(number =>
    {
        var head = "4" + number.ToString("D14", CultureInfo.InvariantCulture);
        var check = Enumerable.Range(0, 10).Single(d => CardScanner.Luhn(head + d.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(["card:" + head + check], Find($"pay {head}{check} now"));
        Assert.DoesNotContain(Find($"pay {head}{(check + 1) % 10} now"), f => f.StartsWith("card", StringComparison.Ordinal));
    });

    [Fact]
    public void A_quick_look_passes_by_no_secret() =>
        Gen.OneOf("password", "mot de passe", "пароль", "is", "ist", ":", "=", " ", "a1b2c3", "hunter", "x_y", "Pa$$word", "sk-", "eyJ", "'", "-----BEGIN PRIVATE KEY", "-----END", "wachtwoord", "!", "?", "jane", "(at)", "(dot)", "example.com", "12 Baker Street").Array[1, 8].Sample(parts =>
        {
            var (text, found) = (string.Concat(parts), new List<PersonalDatum>());
            PersonalDataFinder.Scan(text, System.Text.Ascii.IsValid(text), found, default);
            return found.Count == 0 || PersonalDataFinder.MayHold(text);
        }, iter: 20_000);

    [Fact]
    public void Finding_nothing_allocates_nothing()
    {
        var found = new List<PersonalDatum>();
        const string Text = "Hello, I need a table for 4 people at 19:30 on 12 March, can you help? It costs 25 euros.";
        PersonalDataFinder.Find(Text, found);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            PersonalDataFinder.Find(Text, found);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static IEnumerable<string> Find(string text)
    {
        var found = new List<PersonalDatum>();
        PersonalDataFinder.Find(text, found);
        return found.Select(f => $"{PersonalDatum.NameOf(f.Kind)}:{text.Substring(f.Start, f.Length)}");
    }
}
