using System.Collections.Immutable;
using System.Text;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Model;
using Colloquy.TestKit;
using Colloquy.TestKit.Contracts;

namespace Colloquy.Tests.Categorisers.Taxonomies;

/// <summary>The default taxonomy, and how evidence becomes labels.</summary>
public sealed class TaxonomyCategoriserTests : CategoriserContract
{
    private static readonly Labeller _labeller = new([new LanguageCategoriser(ShippedModels.Language), new TaxonomyCategoriser(Taxonomy.Default)]);

    protected override ConversationThread Telling { get; } = Some.Dialogue(
        ("Hello, I'd like to book a hotel room, is breakfast included?", "The hotel is next to the museum."),
        ("That is terrible, I am very disappointed. But the hotel itself is great.", "I am sorry."),
        ("no problem, thanks, bye", null));

    protected override IReadOnlyList<Label> Earlier => [new(null, LabelKind.Language, "en", 1, "test", "1", [])];

    protected override ICategoriser Create() => new TaxonomyCategoriser(Taxonomy.Default);

    // Words inside words, pitfall 32.
    [Theory]
    [InlineData("This is important and rapid.", "topic", "integration")]
    [InlineData("Please add my address to the form.", "topic", "feature_request")]
    [InlineData("What is your budget for this?", "intent", "purchase_intent")]
    [InlineData("The notebook is on the desk.", "sentiment", "positive")]
    [InlineData("The cabinet is in the cabin.", "topic", "rides")]
    [InlineData("Your busy business is abusive.", "topic", "buses")]
    [InlineData("I was scared of the carpet.", "topic", "car-rental")]
    [InlineData("Which think tank is this?", "intent", "greeting")]
    [InlineData("The thistle is shiny.", "intent", "greeting")]
    [InlineData("I need training for the team.", "topic", "trains")]
    public void A_word_inside_another_is_no_evidence(string query, string kind, string value) => Assert.DoesNotContain(value, Of(query, kind));

    // Negation, pitfall 33.
    [Theory]
    [InlineData("no problem, that is perfect", "positive")]
    [InlineData("no problem, thanks", "")]
    [InlineData("I am unhappy with this.", "negative")]
    [InlineData("I am not happy.", "negative")]
    [InlineData("I'm not at all satisfied with this.", "negative")]
    [InlineData("I don't think this is great", "negative")]
    [InlineData("not bad at all", "positive")]
    [InlineData("It wasn't cheap but it was wonderful", "positive")]
    [InlineData("no, that's great", "positive")]
    [InlineData("No that's perfect", "positive")]
    [InlineData("isn't it great?", "positive")]
    [InlineData("not only great but also wonderful", "positive")]
    [InlineData("I can't wait!", "positive")]
    [InlineData("kein Problem, das ist perfekt", "positive")]
    [InlineData("Ich bin damit gar nicht zufrieden.", "negative")]
    [InlineData("Das gefällt mir überhaupt nicht, ich bin enttäuscht.", "negative")]
    [InlineData("Ce n'est pas bon du tout, je suis déçu.", "negative")]
    [InlineData("Je ne suis pas satisfait de la réponse.", "negative")]
    [InlineData("Pas de problème, c'est parfait.", "positive")]
    [InlineData("No estoy contento con el servicio.", "negative")]
    [InlineData("No hay problema, está perfecto", "positive")]
    [InlineData("Non sono soddisfatto del servizio", "negative")]
    [InlineData("Nessun problema, è perfetto!", "positive")]
    [InlineData("Não estou satisfeito com o serviço", "negative")]
    [InlineData("Ik ben niet tevreden over de service", "negative")]
    [InlineData("我不满意", "negative")]
    [InlineData("我对你们的服务不太满意", "negative")]
    [InlineData("没问题，很好", "positive")]
    [InlineData("非常满意", "positive")]
    [InlineData("満足していません。", "negative")]
    [InlineData("このサービスは良くない", "negative")]
    [InlineData("とても良かったです", "positive")]
    [InlineData("บริการไม่ดี", "negative")]
    [InlineData("บริการดีมาก", "positive")]
    [InlineData("Я не доволен вашим сервисом", "negative")]
    [InlineData("Всё отлично, мне понравилось", "positive")]
    [InlineData("أنا لست راض عن هذه الخدمة", "negative")]
    [InlineData("الخدمة سيئة جدا", "negative")]
    [InlineData("هذا رائع، أعجبني كثيرا", "positive")]
    [InlineData("यह बिल्कुल अच्छा नहीं है, मैं निराश हूँ", "negative")]
    [InlineData("बहुत बढ़िया, मज़ा आ गया", "positive")]
    [InlineData("서비스가 정말 최고예요", "positive")]
    [InlineData("정말 실망했어요", "negative")]
    [InlineData("Hizmetinizden memnun değilim", "negative")]
    [InlineData("Bu harika, çok beğendim", "positive")]
    [InlineData("Nie jestem zadowolony z obsługi", "negative")]
    [InlineData("Żaden problem, jest świetnie", "positive")]
    [InlineData("Saya tidak puas dengan pelayanannya", "negative")]
    [InlineData("Bagus sekali, saya senang", "positive")]
    [InlineData("Tôi không hài lòng với dịch vụ này", "negative")]
    [InlineData("Dịch vụ tuyệt vời, tôi rất thích", "positive")]
    [InlineData("Jag är inte nöjd med servicen", "negative")]
    [InlineData("Inga problem, det är perfekt", "positive")]
    [InlineData("สวัสดีครับ", "")]
    public void Sentiment_is_read_with_its_negation(string query, string sentiment) =>
        Assert.Equal(sentiment, string.Join(' ', Of(query, LabelKind.Sentiment)));

    [Theory]
    [InlineData("no problem, thanks")]
    [InlineData("No problem at all, thank you!")]
    [InlineData("kein Problem, danke")]
    [InlineData("pas de problème, merci")]
    [InlineData("no hay problema, gracias")]
    [InlineData("没问题，谢谢")]
    [InlineData("ไม่มีปัญหา ขอบคุณ")]
    public void No_problem_is_neither_a_problem_nor_a_complaint_but_thanks(string query)
    {
        Assert.Equal(["gratitude"], Of(query, LabelKind.Intent));
        Assert.Empty(Of(query, LabelKind.Topic));
        Assert.Empty(Of(query, LabelKind.Sentiment));
    }

    [Theory]
    [InlineData("How much does it cost?", "question")]
    [InlineData("Could you find me a hotel", "request")]
    [InlineData("I want to buy two tickets", "purchase_intent request")]
    [InlineData("I don't want to buy anything", "")]
    [InlineData("This is unacceptable, I want to speak to a manager", "complaint request")]
    [InlineData("The app keeps crashing, I get an error message", "troubleshooting")]
    [InlineData("hello there", "greeting")]
    [InlineData("thanks a lot", "gratitude")]
    [InlineData("goodbye, have a nice day", "farewell")]
    [InlineData("My suggestion: you should add more colours", "feedback")]
    [InlineData("Ich möchte ein Zimmer buchen", "purchase_intent request")]
    [InlineData("Mein Konto funktioniert nicht", "troubleshooting")]
    [InlineData("Je voudrais réserver une table", "purchase_intent request")]
    [InlineData("L'application ne fonctionne pas", "troubleshooting")]
    [InlineData("La aplicación no funciona", "troubleshooting")]
    [InlineData("Vorrei prenotare un tavolo", "purchase_intent request")]
    [InlineData("请帮我订票", "purchase_intent request")]
    [InlineData("手机打不开了", "troubleshooting")]
    [InlineData("我要投诉", "complaint request")]
    [InlineData("ホテルを予約したい", "purchase_intent")]
    [InlineData("ช่วยจองโรงแรมหน่อย", "purchase_intent request")]
    [InlineData("再见", "farewell")]
    [InlineData("Хочу забронировать столик", "purchase_intent request")]
    [InlineData("Приложение не работает", "troubleshooting")]
    [InlineData("أريد حجز غرفة", "purchase_intent request")]
    [InlineData("मेरा ऐप काम नहीं कर रहा", "troubleshooting")]
    [InlineData("감사합니다", "gratitude")]
    [InlineData("Otel rezervasyonu yapmak istiyorum", "request")]
    [InlineData("Chciałbym zarezerwować pokój", "purchase_intent request")]
    [InlineData("Aplikasinya tidak berfungsi", "troubleshooting")]
    [InlineData("Tôi muốn đặt phòng", "purchase_intent request")]
    [InlineData("Jag vill boka ett rum", "purchase_intent request")]
    public void Intents_of_a_turn_may_be_several(string query, string intents) => Assert.Equal(intents, string.Join(' ', Of(query, LabelKind.Intent)));

    [Theory]
    [InlineData("en", "Which restaurant would you recommend?", "restaurants")]
    [InlineData("en", "I forgot my password", "login")]
    [InlineData("en", "I'd like a refund for my order", "returns-and-refunds")]
    [InlineData("en", "Does it have a webhook or an API?", "integration")]
    [InlineData("en", "How do you handle personal data under GDPR?", "data_privacy")]
    [InlineData("en", "Please rent a car for me", "car-rental")]
    [InlineData("de", "Wann kommt mein Paket an, ist die Lieferung verschickt?", "shipping")]
    [InlineData("de", "Wie wird das Wetter morgen in Berlin?", "weather")]
    [InlineData("fr", "Quel temps fait-il à Paris aujourd'hui ?", "weather")]
    [InlineData("es", "Quiero un billete de tren a Sevilla", "trains")]
    [InlineData("it", "Cerco un ristorante in centro, per favore", "restaurants")]
    [InlineData("pt", "Qual a previsão do tempo para amanhã?", "weather")]
    [InlineData("nl", "Ik zoek een hotel in het centrum", "hotels")]
    [InlineData("zh", "附近有什么景点", "attractions")]
    [InlineData("ja", "明日の天気を教えてください", "weather")]
    [InlineData("th", "ตั้งปลุกตอนเจ็ดโมง", "alarms")]
    public void A_topic_is_found_in_the_language_of_the_turn(string language, string query, string topic)
    {
        Label[] said = [new(null, LabelKind.Language, language, 1, "test", "1", [])];
        Assert.Contains(topic, Labels(said, Some.Queries(query)).Where(l => l is { Turn: null, Kind: LabelKind.Topic }).Select(l => l.Value));
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("yes, on Tuesday at five")]
    [InlineData("Hmm, John Smith")]
    [InlineData("12")]
    [InlineData("ใช่ครับ")]
    [InlineData("嗯")]
    public void Without_evidence_there_is_no_label(string query) =>
        Assert.Empty(_labeller.Label(Some.Queries(query)).Where(l => l.Kind != LabelKind.Language));

    [Fact]
    public void A_language_that_the_taxonomy_lacks_gets_only_what_holds_in_any()
    {
        var labels = Labels([new(null, LabelKind.Language, "sv", 1, "test", "1", [])], Some.Queries("restaurant hotel thanks 👍?"));
        Assert.Equal(["question", "positive"], labels.Where(l => l.Turn == 1).Select(l => l.Value));
    }

    [Fact]
    public void A_turn_in_another_language_is_read_in_that()
    {
        Label[] said = [new(null, LabelKind.Language, "en", 1, "test", "1", []), new(2, LabelKind.Language, "de", 1, "test", "1", [])];
        var labels = Labels(said, Some.Queries("Vielen Dank", "Vielen Dank"));
        Assert.Equal([2], labels.Where(l => l is { Turn: not null, Value: "gratitude" }).Select(l => l.Turn!.Value));
    }

    [Fact]
    public void Evidence_of_a_turn_is_the_phrases_of_the_taxonomy_and_not_the_text()
    {
        var labels = _labeller.Label(Some.Queries("PLEASE book a table in the restaurant, I was looking for a great one for my wife Ann"));
        Assert.Equal(["restaurant*", "book a table"], One(labels, 1, "restaurants").Evidence.OrderDescending());
        Assert.DoesNotContain(labels.SelectMany(l => l.Evidence), e => e.Contains("Ann", StringComparison.Ordinal));
    }

    [Fact]
    public void Evidence_is_five_phrases_or_turns_at_most()
    {
        var labels = _labeller.Label(Some.Queries([.. Enumerable.Range(0, 9).Select(i => $"hotel hostel motel accommodation lodging airbnb resort please {i}")]));
        Assert.Equal(5, One(labels, 1, "hotels").Evidence.Length);
        Assert.Equal(["turn:1", "turn:2", "turn:3", "turn:4", "turn:5"], One(labels, null, "hotels").Evidence);
    }

    [Fact]
    public void Evidence_of_a_conversation_is_the_turns_that_say_most_in_their_order()
    {
        var labels = _labeller.Label(Some.Queries("hello", "I need a hotel", "ok", "a hotel room in a hostel"));
        Assert.Equal(["turn:2", "turn:4"], One(labels, null, "hotels").Evidence);
        Assert.Equal(["turn:1"], One(labels, null, "greeting").Evidence);
    }

    [Fact]
    public void A_score_grows_with_the_evidence_and_stays_below_one()
    {
        var little = One(_labeller.Label(Some.Queries("I would like some coffee")), null, "coffee").Score;
        var much = One(_labeller.Label(Some.Queries("coffee", "a latte", "an espresso", "a cappuccino please", "one macchiato", "a mocha")), null, "coffee").Score;
        Assert.InRange(little, 0.5f, much - 0.1f);
        Assert.InRange(much, little, 0.99f);
    }

    [Fact]
    public void A_conversation_may_have_several_topics_but_not_one_that_is_only_brushed()
    {
        var labels = _labeller.Label(Some.Queries("I need a hotel room", "and a flight to Berlin, any airline", "which hotels are near the airport?", "book the hotel", "book the flight, I like to fly in business class"));
        Assert.Equal(["flights", "hotels"], Values(labels, null, LabelKind.Topic));
        var brushed = _labeller.Label(Some.Queries("I need a hotel, a hostel or a motel", "a hotel room for three nights", "is it a five star hotel?", "any other accommodation?", "the weather is fine by the way, about the hotel"));
        Assert.Equal(["hotels"], Values(brushed, null, LabelKind.Topic));
    }

    [Fact]
    public void Answers_speak_for_topics_at_a_lower_weight_and_for_nothing_else()
    {
        var labels = _labeller.Label(Some.Dialogue(
            ("I need something for tonight", "Hello, a restaurant is open, the restaurant serves great food. Thanks!"),
            ("which other one", "Another restaurant is a bistro with good cuisine.")));
        var label = One(labels, null, "restaurants");
        Assert.Equal(["turn:1", "turn:2"], label.Evidence);
        Assert.True(label.Score < One(_labeller.Label(Some.Queries("restaurant serves great food", "Another restaurant is a bistro with good cuisine.")), null, "restaurants").Score);
        Assert.DoesNotContain(labels, l => l.Value is "gratitude" or "greeting" or "positive");
        Assert.Empty(Values(labels, 1, LabelKind.Topic));
    }

    [Fact]
    public void The_name_of_a_conversation_speaks_for_its_topic_without_being_evidence()
    {
        var thread = Some.Queries("I want one for tonight");
        var named = thread with { Conversation = thread.Conversation with { Name = "Hotel in Berlin" } };
        Assert.Empty(Values(_labeller.Label(thread), null, LabelKind.Topic));
        Assert.Empty(One(_labeller.Label(named), null, "hotels").Evidence);
    }

    [Fact]
    public void The_end_of_a_conversation_weighs_more_for_its_sentiment()
    {
        Assert.Equal(["positive"], Values(_labeller.Label(Some.Queries("this is terrible", "ok then", "now it is perfect, great, wonderful")), null, LabelKind.Sentiment));
        Assert.Equal(["negative"], Values(_labeller.Label(Some.Queries("perfect", "ok then", "this is terrible, awful, useless")), null, LabelKind.Sentiment));
        Assert.Equal(["mixed"], Values(_labeller.Label(Some.Queries("that is great", "but this is terrible")), null, LabelKind.Sentiment));
    }

    [Fact]
    public void Both_sides_in_one_turn_are_mixed_with_evidence_of_both()
    {
        var label = One(_labeller.Label(Some.Queries("The room was wonderful but the food was terrible.")), 1, "mixed");
        Assert.Equal(["wonderful", "terrible"], label.Evidence);
    }

    [Fact]
    public void A_question_asked_again_after_a_failure_counts_once()
    {
        var once = _labeller.Label(Some.Queries("I need a hotel"));
        var twice = _labeller.Label(Some.Queries("I need a hotel", "I need a hotel"));
        Assert.Equal(One(once, null, "hotels").Score, One(twice, null, "hotels").Score);
        Assert.Equal(One(once, 1, "hotels").Score, One(twice, 2, "hotels").Score);
    }

    [Fact]
    public void A_branch_that_was_left_has_labels_of_its_turns_but_no_say_in_the_conversation()
    {
        var thread = Some.Queries("I need a hotel, please", "I need a flight, please");
        var labels = _labeller.Label(thread with { Messages = [thread.Messages[0], thread.Messages[1] with { ParentMessageId = Message.Nil }] });
        Assert.Equal(["flights"], Values(labels, null, LabelKind.Topic));
        Assert.Equal(["hotels"], Values(labels, 1, LabelKind.Topic));
    }

    [Fact]
    public void A_taxonomy_of_ones_own_names_its_own_sentiments()
    {
        var own = Taxonomy.Parse(Encoding.UTF8.GetBytes("version: '7'\nsentiments: {calm: {en: [calm]}, stormy: {en: [storm, 'rage': 2]}}"), "own.yaml");
        var labels = new Labeller([new TaxonomyCategoriser(own)]).Label(Some.Queries("calm", "storm and rage, calm"));
        Assert.Equal(["calm", "stormy"], labels.Where(l => l.Turn is not null).Select(l => l.Value));
        Assert.Equal("stormy", Assert.Single(labels, l => l.Turn is null).Value);
        Assert.All(labels, l => Assert.StartsWith("2:7-", l.Revision, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Of(string query, string kind) => Values(_labeller.Label(Some.Queries(query)), 1, kind);

    private static IEnumerable<string> Values(IEnumerable<Label> labels, int? turn, string kind) =>
        labels.Where(l => l.Turn == turn && l.Kind == kind).Select(l => l.Value);

    private static Label One(IEnumerable<Label> labels, int? turn, string value) => Assert.Single(labels, l => l.Turn == turn && l.Value == value);

    private static ImmutableArray<Label> Labels(IReadOnlyList<Label> said, ConversationThread thread)
    {
        var context = new ConversationContext(thread.Conversation, Colloquy.Analyse.TurnTree.Build(thread.Messages), said);
        new TaxonomyCategoriser(Taxonomy.Default).Label(context);
        return context.InOrder();
    }
}
