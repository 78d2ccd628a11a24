using Colloquy.Categorisers.PersonalData;
using Colloquy.Model;
using CsCheck;

namespace Colloquy.Tests.Categorisers.PersonalData;

/// <summary>What redaction leaves, and that it can be repeated.</summary>
public sealed class PersonalDataRedactorTests
{
    private static readonly string[] _values = ["a@example.com", "+49 30 1234567", "4111 1111 1111 1111", "password: hunter2", "12 Baker Street", "219-09-9999"];
    private static readonly Secret _key = new("a key of the tests");
    private static readonly PersonalDataRedactor _mask = new(RedactionMode.Mask), _hash = new(RedactionMode.Hash, _key), _remove = new(RedactionMode.Remove);

    [Fact]
    public void A_mask_says_what_was_there() =>
        Assert.Equal("mail [email], call [phone]", _mask.Redact("mail a@example.com, call 415-555-2671"));

    [Fact]
    public void Removing_leaves_nothing() => Assert.Equal("mail , please", _remove.Redact("mail a@example.com, please"));

    [Fact]
    public void Equal_values_have_equal_hashes_however_they_are_written()
    {
        Assert.Equal(_hash.Redact("4111 1111 1111 1111"), _hash.Redact("4111111111111111"));
        Assert.Equal(_hash.Redact("A@Example.com"), _hash.Redact("a@example.com"));
        Assert.NotEqual(_hash.Redact("a@example.com"), _hash.Redact("b@example.com"));
        Assert.NotEqual(_hash.Redact("a@example.com"), new PersonalDataRedactor(RedactionMode.Hash, new Secret("another key of the tests")).Redact("a@example.com"));
        Assert.DoesNotContain("example", _hash.Redact("a@example.com"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_personal_data_is_the_same_instance()
    {
        var text = string.Concat("how do ", "you do");
        Assert.Same(text, _mask.Redact(text));
    }

    [Fact]
    public void Redacting_twice_changes_nothing() =>
        Gen.Select(Gen.String, Gen.OneOf([.. _values.Select(v => Gen.Const(v))]), Gen.String).Sample((before, value, after) =>
        {
            foreach (var redactor in (PersonalDataRedactor[])[_mask, _hash])
            {
                var once = redactor.Redact($"{before} {value} {after}");
                Assert.Equal(once, redactor.Redact(once));
            }
        });

    // Seed fFx6nAJjW-l5 of the property above.
    [Fact]
    public void A_mask_does_not_name_the_value_after_it()
    {
        var once = _mask.Redact("password: hunter2x7 =^zPuFAkl3h");
        Assert.Equal("password: [secret] =^zPuFAkl3h", once);
        Assert.Equal(once, _mask.Redact(once));
    }

    [Fact]
    public void Whole_rows_are_redacted_and_stay_json()
    {
        var message = new Message
        {
            Id = "m",
            ConversationId = "c",
            Query = "I am a@example.com",
            Answer = "Hello a@example.com",
            Inputs = """{"mail":"a@example.com"}""",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        var redacted = _mask.Redact(message);
        Assert.Equal(("I am [email]", "Hello [email]", """{"mail":"[email]"}"""), (redacted.Query, redacted.Answer, redacted.Inputs));
    }

    [Fact]
    public void Users_become_hashes_on_request_and_stay_them()
    {
        var redactor = new PersonalDataRedactor(RedactionMode.Off, _key, users: true);
        var message = new Message { Id = "m", ConversationId = "c", Query = "I am a@example.com", FromEndUserId = "u1", CreatedAt = DateTimeOffset.UnixEpoch };
        var once = redactor.Redact(message);
        Assert.StartsWith("user:", once.FromEndUserId, StringComparison.Ordinal);
        Assert.Equal(message.Query, once.Query);
        Assert.Equal(once, redactor.Redact(once));
        Assert.NotEqual(once.FromEndUserId, redactor.HashUser("u2"));
    }

    [Fact]
    public void Hashes_need_a_key()
    {
        Assert.Throws<ArgumentException>(() => new PersonalDataRedactor(RedactionMode.Hash));
        Assert.Throws<ArgumentException>(() => new PersonalDataRedactor(RedactionMode.Off, null, users: true));
    }
}
