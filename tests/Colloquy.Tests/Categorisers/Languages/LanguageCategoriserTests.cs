using System.Collections.Immutable;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Models;
using Colloquy.Model;
using Colloquy.TestKit;
using Colloquy.TestKit.Contracts;

namespace Colloquy.Tests.Categorisers.Languages;

public sealed class LanguageCategoriserTests : CategoriserContract
{
    protected override ConversationThread Telling { get; } =
        Some.Queries("Hello, I am looking for a hotel in the centre, could you help me?", "Könnten Sie mir bitte auch ein Restaurant in der Nähe suchen?", "ok");

    protected override ICategoriser Create() => new LanguageCategoriser(ShippedModels.Language);

    [Theory]
    [InlineData("en", "I would like to book a table for two people, please.")]
    [InlineData("de", "Ich suche ein günstiges Restaurant im Zentrum.")]
    [InlineData("fr", "Bonjour, je voudrais réserver une chambre pour deux nuits.")]
    [InlineData("es", "Quiero saber el horario de los trenes a Madrid, por favor.")]
    [InlineData("it", "Salve, sto cercando un ristorante che serva cibo turco.")]
    [InlineData("pt", "Olá, você pode me ajudar a encontrar um hotel? Obrigado.")]
    [InlineData("nl", "Ik ben op zoek naar een hotel in het centrum van de stad.")]
    [InlineData("zh", "你好，我想找一家酒店。")]
    [InlineData("zh", "請問這附近有沒有便宜的餐廳？")]
    [InlineData("ja", "東京のホテルを予約してください。")]
    [InlineData("ko", "서울에 있는 호텔을 예약하고 싶어요.")]
    [InlineData("th", "อยากจองโรงแรมใกล้สนามบิน")]
    [InlineData("ru", "Здравствуйте, мне нужно забронировать гостиницу.")]
    [InlineData("uk", "Привіт, я хочу замовити готель, чи це можливо?")]
    [InlineData("ar", "أريد حجز غرفة في الفندق من فضلك")]
    [InlineData("hi", "मुझे होटल में एक कमरा चाहिए")]
    [InlineData("tr", "Merhaba, yarın için bir otel arıyorum, yardımcı olur musunuz?")]
    [InlineData("pl", "Dzień dobry, chciałbym zarezerwować pokój na jutro.")]
    [InlineData("vi", "Xin chào, tôi muốn đặt phòng khách sạn cho hai người.")]
    [InlineData("id", "Halo, saya ingin memesan kamar hotel untuk besok.")]
    [InlineData("sv", "Hej, jag skulle vilja boka ett rum för två personer.")]
    [InlineData("fi", "Hei, haluaisin varata huoneen kahdelle hengelle huomenna.")]
    [InlineData("hu", "Jó napot, szeretnék holnap estére két személyre asztalt foglalni.")]
    [InlineData("tl", "Kumusta, gusto ko po ng kuwarto para bukas, magkano po ba?")]
    [InlineData("fa", "سلام، می‌خواهم یک اتاق در هتل رزرو کنم")]
    public void A_sentence_is_recognised(string language, string query) => Assert.Equal(language, LanguageOf(query));

    [Theory]
    [InlineData("ok")]
    [InlineData("Madrid")]
    [InlineData("12345 678")]
    [InlineData("Los Angeles")]
    [InlineData("no")]
    [InlineData("la")]
    [InlineData("qwrt zxcv bnmp")]
    [InlineData("👍👍")]
    [InlineData("好")]
    [InlineData("Нет")]
    [InlineData("ngiyabonga kakhulu mngani wami")]
    public void Too_little_to_go_by_gets_no_label(string query) => Assert.Null(LanguageOf(query));

    [Theory]
    [InlineData("thanks", "en")]
    [InlineData("danke", "de")]
    [InlineData("merci", "fr")]
    [InlineData("gracias", "es")]
    [InlineData("grazie", "it")]
    [InlineData("ขอบคุณ", "th")]
    public void A_word_that_only_one_language_has_is_enough(string query, string language) => Assert.Equal(language, LanguageOf(query));

    [Theory]
    [InlineData("Hi. I'm Katarina Miller")]
    [InlineData("my name is Angelina")]
    public void A_name_makes_no_other_language(string query) => Assert.Contains(LanguageOf(query), (string?[])["en", null]);

    [Fact]
    public void Short_queries_add_up_to_a_conversation()
    {
        Assert.Null(LanguageOf("horario"));
        Assert.Equal("es", LanguageOf("el horario", "de ida y vuelta", "sí", "los precios", "a Madrid, por la mañana"));
    }

    [Fact]
    public void A_turn_is_labelled_only_where_it_differs_from_the_conversation()
    {
        var labels = Labels("I need a room for tonight, could you help me?", "Est-ce que vous pouvez m'aider en français s'il vous plaît ?", "Ok, thank you, that is what I was looking for.");
        Assert.Equal([(null, "en"), (2, "fr")], labels.Select(l => (l.Turn, l.Value)));
    }

    [Theory]
    [InlineData("Viva Las Vegas")]
    [InlineData("Gracias")]
    [InlineData("Kufu-ya in San Fran")]
    public void A_foreign_name_or_word_does_not_make_a_turn_foreign(string query) =>
        Assert.Single(Labels("I need a room for tonight, could you help me?", query, "and what is the price of it?"));

    [Fact]
    public void Only_the_branch_that_the_user_saw_last_counts_for_the_conversation()
    {
        var thread = Some.Queries("Ich möchte bitte ein Zimmer buchen, haben Sie noch etwas frei?", "I would like to book a room, do you have something?");
        var regenerated = thread with { Messages = [thread.Messages[0], thread.Messages[1] with { ParentMessageId = Message.Nil }] };
        var labels = new Labeller([new LanguageCategoriser(ShippedModels.Language)]).Label(regenerated);
        Assert.Equal([(null, "en"), (1, "de")], labels.Select(l => (l.Turn, l.Value)));
    }

    [Fact]
    public void Japanese_with_mostly_han_is_japanese_and_a_borrowed_kana_leaves_chinese_chinese()
    {
        Assert.Equal("ja", LanguageOf("東京駅前の宿の予約可能日時"));
        Assert.Equal("zh", LanguageOf("我很喜欢日本の文化和美食，请推荐一家餐厅给我"));
    }

    private static string? LanguageOf(params string[] queries) => Labels(queries).FirstOrDefault(l => l.Turn is null)?.Value;

    private static ImmutableArray<Label> Labels(params string[] queries) => new Labeller([new LanguageCategoriser(ShippedModels.Language)]).Label(Some.Queries(queries));
}
