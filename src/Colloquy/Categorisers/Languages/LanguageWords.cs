using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Languages;

/// <summary>
/// Everyday words by language, accents included: articles, pronouns, prepositions, frequent verbs, and what people say to an assistant. A
/// word that several languages have counts less in each. The words in the second list tell the language by themselves. The tables are
/// written as <see cref="WordTable"/> describes.
/// </summary>
internal static class LanguageWords
{
    public static (string Language, string Common, string Telling)[] Latin { get; } =
    [
        ("en", """
            the of and to in is it you that he was for on are with as i his they be at one have this from or had by but some what there we
                can out other were all your
            when up use how said an each she which do their if will about many then them would so these her him has more could my than been
                who its now did get may
            am me any where here not don't didn't doesn't isn't can't won't i'm it's that's what's i'd i'll let's our us should also just
                like want need please ok okay yes no
            help find show tell give make something anything sure great good much very
            going today tomorrow tonight morning evening week month day days next last every time long before after into over under only
                book looking know see thing really think could looking available price number right way back first two three new people good
            care course 
            """, "hello thanks thank hi hey yeah nope sorry bye goodbye the what how would could"),
        ("de", """
            der die das und ist ich nicht ein eine einen einem einer zu den von mit auf für dem sich des im an er sie wir ihr mein meine
                meinen dein ihre ihren es hat haben hatte war wird
            werden kann können könnte möchte will bin bist sind auch aber oder wenn als dass was wie wo wer noch nur schon mir mich dir
                dich uns bei nach aus um über zum zur vom am habe gibt
            gerne gern ja nein kein keine keinen suche brauche bitte sehr gut mal heute morgen diese dieser dieses so da vielen hier etwas
                alle mehr wieder immer geht soll
            wieviel wann welche welcher welches jetzt gestern abend woche uhr tag tage neue neuen andere viel wenig mach mache zeig zeige
                stell stelle suchen finden wohin warum dann doch alle allem jeden jede jeder
            """, "hallo danke dank vielen bitte ich nicht möchte guten tschüss moin gibt brauche suche können für"),
        ("fr", """
            le la les de des du un une et est à en que qui dans pour pas sur au aux avec ce cette ces il elle je tu nous vous on ne se son
                sa ses mon ma mes ton ta votre vos notre leur
            leurs plus par mais ou où si tout tous toute bien comme être avoir fait faire ai as a avez avons sont suis es était c'est n'est
                j'ai d'un d'une l'on qu'il y quel quelle quels
            quoi comment combien quand pourquoi peux peut pouvez voudrais veux besoin oui non très aussi ça cela encore alors donc rien ici
                sans
            aujourd hui demain soir matin semaine jour jours heure heures prochain prochaine faut merci rien chose cherche trouver savoir
                dire aller vais va voir deux trois
            """, "bonjour merci oui bonsoir salut voudrais s'il je vous est-ce c'est j'ai pourquoi combien avec pour dans"),
        ("es", """
            el la los las de del un una unos unas y es en que por para con no se su sus lo le les al me mi mis tu tus te yo él ella
                nosotros usted ustedes como más pero o si sí ya
            cuando donde dónde qué quién cuál cuánto cómo esta este esto estos está están estoy soy son era fue ser hay muy también todo
                todos sin sobre hasta desde porque tengo tiene tienen
            quiero quisiera puedo puede puedes necesito hacer ha he han hoy mañana aquí favor bien algo otro otra nada días
            mañana tarde noche semana día hora horas próximo próxima cada cuántos cuántas cuántas las busco buscar encontrar saber decir ir
                voy va ver dos tres hacia entonces ahora nuevo nueva muéstrame dime
            """, "hola gracias qué cómo quiero quisiera necesito buenos buenas por favor dónde cuánto estoy hay muy"),
        ("it", """
            il lo la i gli le di del dello della dei degli delle da dal dalla in nel nella con su sul sulla per tra fra un uno una e è ed
                che chi cui non si mi ti ci vi ne io tu lui lei noi
            voi loro mio mia miei tuo tua suo sua nostro questo questa questi quello quella come dove quando quanto quale perché più ma o
                anche se già ancora molto bene sono sei siamo ho hai
            ha abbiamo hanno era essere avere fare posso può puoi vorrei voglio c'è ci qual'è cosa cos'è sì no tutto tutti qualcosa altro
                niente oggi domani al alla ai
            domani sera mattina settimana giorno giorni ora ore prossimo prossima prossimi ogni quanti quante tutte cerco trovare sapere
                dire andare vado va vedere due tre allora adesso nuovo nuova mostrami dimmi alle dalle nei nello
            """, "ciao grazie salve vorrei buongiorno buonasera sono che per c'è cosa perché anche della sto cercando"),
        ("pt", """
            o a os as de do da dos das um uma uns umas e é em no na nos nas que por para pra com não se seu sua seus suas meu minha te me
                eu tu ele ela nós você vocês eles isso isto este
            esta esse essa como mais mas ou quando onde qual quem quanto já também muito bem ao à aos pelo pela foi ser são está estão
                estou sou tem tenho têm era há até sem sobre porque
            quero queria posso pode preciso fazer hoje amanhã sim tudo só aqui depois vai vou ter lá
            semana dia dias hora horas próximo próxima cada quantos quantas todos todas procuro encontrar saber dizer ir ver dois duas três
                então agora novo nova mostre gostaria
            """, "olá obrigado obrigada você não está quero preciso tudo bom dia boa oi são muito também uma eu vocês"),
        ("nl", """
            de het een en van in is dat op te zijn met voor niet die aan er om ook als dan maar of bij nog uit naar door over ze zich hij
                zij ik je jij jou u uw wij we jullie mijn mij me
            was wat waar wie hoe heb heeft hebben had kan kunnen kunt wil willen wilt zou word wordt worden deze dit daar hier geen wel al
                zo veel meer moet moeten ben bent graag ja nee
            goed iets alles weer tot tegen onder na vandaag morgen gaat
            vanavond ochtend week dag dagen uur volgende elke hoeveel wanneer welke alle zoek zoeken vinden weten zeggen gaan zien twee
                drie dan nieuw nieuwe laat toon iedere
            """, "hallo bedankt dank het een graag alsjeblieft alstublieft goedemorgen hoi niet ik voor van mijn zijn"),
        ("tr", """
            bir ve bu da de için ile ne mi mı mu mü var yok çok daha en gibi ama ben sen o biz siz onlar bana beni benim sana seni senin
                olan olarak kadar sonra önce her şey nasıl neden nerede
            kim hangi kaç değil evet hayır ki ya veya hiç şu şimdi bugün yarın lütfen istiyorum misin mısın musun misiniz mısınız saat olur
                olacak hava göster ayarla bul bütün
            """, "merhaba teşekkür teşekkürler lütfen istiyorum için bir değil nasıl selam evet hayır bugün yarın var çok"),
        ("pl", """
            i w na z do się nie to jest że o jak ale co po za od tak dla czy już tylko mnie ja ty on ona my wy mi go ma mam masz są był
                była było być może można chcę chciałbym chciałabym proszę
            kiedy gdzie kto ile który która które jestem przez przy bez pod nad też jeszcze bardzo ten ta tego tej tym mój moja moje dziś
                jutro tu tam albo lub
            """, "cześć dziękuję dzień dobry proszę jest się nie że czy witam chciałbym mam gdzie bardzo jutro"),
        ("vi", """
            là và của có không cho một các được trong với này đó để tôi bạn những người từ ở đã sẽ đang khi thì mà cũng như đến ra vào lên
                về rất nào gì ai đâu bao nhiêu sao thế nhé ạ vâng dạ
            muốn cần tìm xin giúp làm biết hôm nay ngày mai em anh chị mình chúng ta nếu vì hay hoặc
            """, "chào cảm ơn không được của tôi bạn muốn người những"),
        ("id", """
            yang dan di ke dari untuk dengan pada ini itu adalah tidak ada saya aku kamu anda kami kita mereka dia akan sudah belum bisa
                dapat mau ingin juga atau tapi tetapi karena kalau jika apa
            siapa mana kapan kenapa mengapa bagaimana berapa lebih sangat sekali lagi saja hanya oleh dalam hari besok sekarang tolong ya
                tidak bukan jangan nya semua banyak tentang cari
            tampilkan atur apakah
            """, "halo terima kasih tolong saya apakah yang untuk tidak dengan ini bagaimana selamat besok bisa hari"),
        ("sv", """
            och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när hade hur vad du mig
                dig min din mitt ditt mina sin ska skulle vill
            finns eller där här nu också man ni oss bara mycket efter över under vid bli blir blev någon något inga ingen alla ja nej bra
                idag imorgon snälla gör får måste hitta
            """, "hej tack och är inte jag att för ett på också någon skulle vill finns från"),
        ("da", """
            og i at det som en på er af for med til den har de ikke om et han men var jeg sig fra vi så kan når havde hvordan hvad du mig
                dig min din mit dit mine sin skal skulle vil
            findes eller der her nu også man os kun meget efter over under ved blive bliver blev nogen noget ingen alle ja nej godt idag
                morgen venligst gør får må
            """, "hej tak jeg ikke af hvad hvordan også et er noget vil fra til"),
        ("no", """
            og i at det som en på er av for med til den har de ikke om et han men var jeg seg fra vi så kan når hadde hvordan hva du meg
                deg min din mitt ditt mine sin skal skulle vil
            finnes eller der her nå også man oss bare mye etter over under ved bli blir ble noen noe ingen alle ja nei bra dag morgen
                vennligst gjør får må
            """, "hei takk jeg ikke hva meg deg nå etter noe også mye"),
        ("ro", """
            și în de la pe cu a un o este sunt nu ce care că din se mai pentru ca să am ai are avem au fost era eu tu el ea noi voi ei mi
                îmi te îți își meu mea foarte unde când cum cât cine dar
            sau dacă doar prin după fără acest această acum azi mâine da bine tot toate vreau
            """, "bună mulțumesc și în este sunt pentru că care să nu"),
        ("ca", """
            el la els les de del dels un una i és en que per amb no es se seu seva meu meva jo tu ell ella nosaltres vostè com més però o
                si ja quan on què qui quin aquest aquesta això són
            sóc hi ha molt també tot vull puc necessito fer avui demà aquí bé
            """, "gràcies amb això aquest més però vull què molt són"),
        ("cs", """
            a v na s do se ne to je že o jak ale co po za od tak pro už jen mě já ty on ona my vy mi ho má mám máš jsou byl byla bylo být
                může chci prosím kdy kde kdo kolik který která které
            jsem přes při bez pod nad ještě velmi ten ta toho tom můj moje dnes zítra nebo
            """, "ahoj děkuji prosím dobrý den je že jsem který chci ještě"),
        ("fi", """
            ja ei olen oli olla minä sinä hän tämä siellä täällä että kun niin mutta myös vain mitä mikä missä mistä mihin milloin kuka
                kuinka miten miksi paljonko montako onko voiko voinko voisitko haluan haluaisin
            tarvitsen etsin saisinko kanssa ilman jälkeen ennen kello aikaan tänään huomenna illalla aamulla kyllä hyvä varata näytä löydä
                kiitoksia kaksi kolme neljälle kolmeksi
            """, "hei moi kiitos minä haluan haluaisin tarvitsen etsin onko mitä missä milloin huomenna että myös kyllä mihin"),
        ("hu", """
            és hogy nem az egy ez azt itt ott mit mi hol hova honnan mikor hogyan miért melyik mennyi hány van volt lesz lehet kell
                szeretnék szeretnénk keresek kérek kérem nekem nekünk vagyok vagy csak már még
            nagyon jó igen után előtt holnap ma este reggel óra órakor főre hétvégén napot
            """, "szia köszönöm szeretnék keresek kérem hogy és nem egy mikor mennyi hány holnap igen jó napot"),
        ("tl", """
            ang ng mga ko mo niya namin natin nila ako ikaw siya kami tayo sila ito iyan iyon dito doon para po opo oo hindi ba naman lang
                din rin gusto kailangan mayroon wala saan kailan paano magkano ilan sino ano alin
            bukas ngayon mamaya gabi umaga tanghali naghahanap puwede pwede nang isang dalawang
            """, "kumusta salamat ang ng mga po opo gusto kailangan naghahanap magkano saan hindi ako ninyo"),
    ];

    /// <summary>Word endings that point to a language; each counts as half a common word.</summary>
    public static (string Language, string Endings)[] Endings { get; } =
    [
        ("en", "ing ght tion ly ould ers ness th ould ed ck"),
        ("de", "ung lich isch keit heit chen sch ich cht ße ern eln ste tzt"),
        ("fr", "eux eau eaux tion ment ais ait ez oir aire ique ère ées que"),
        ("es", "ción dad ando iendo mente ero ar er ir as os ón es"),
        ("it", "zione zioni are ere ire mente etto ette glie cchi aggio tto ssa ato ata izza"),
        ("pt", "ção ções dade mente inho inha agem ões ar er ir as os eiro"),
        ("nl", "ijk ing aar oor eer en eid atie lijk jes tje"),
        ("tr", "lar ler dir dır acak ecek yor mak mek lık lik ları leri yım"),
        ("pl", "ego ych ować ość anie enie emy cie amy ić ać"),
        ("id", "kan nya lah kah"),
        ("sv", "ning ade het ligt igt arna orna ar or"),
        ("da", "ning ede hed ligt erne ene er"),
        ("no", "ning ede het ligt ene er"),
        ("ro", "ului ilor ție ește ul are"),
        ("ca", "ció tat ment ar er"),
        ("cs", "ost ání ení ého ých ová"),
        ("ru", "ть ться ого его ешь ет ют ий ая ые ние"),
        ("uk", "ти тися ого єш ють ий ння"),
        ("bg", "та то ите ията"),
        ("sr", "ти ије ње"),
    ];

    /// <summary>Letters that point to a language (<c>und</c>: to none of ours); each occurrence counts as half a common word.</summary>
    public static (string Language, string Letters)[] LatinLetters { get; } =
    [
        ("de", "ßäöü"), ("fr", "çéèêàùœîôû"), ("es", "ñ¿¡óáíú"), ("it", "àèìòù"), ("pt", "ãõçáâêú"), ("und", "ṣėųūį"), ("tr", "ğışİç"),
        ("pl", "ąęłńśźżć"), ("vi", "đăơưảấầẩẫậắằẳẵặẻẽếềểễệỉỏốồổỗộớờởỡợủứừửữựỳỵỷỹ"), ("sv", "åäö"), ("da", "æøå"), ("no", "æøå"),
        ("ro", "ășțîâ"), ("cs", "ěščřžýůď"), ("ca", "çàòèï"),
    ];

    /// <inheritdoc cref="LatinLetters"/>
    public static (string Language, string Letters)[] CyrillicLetters { get; } =
        [("und", "әғқңөұүһҗӘҚ"), ("ru", "ыэёъ"), ("uk", "іїєґ"), ("bg", "ъ"), ("sr", "јљњђћџ")];

    /// <summary>Words that tell languages in Cyrillic script apart; letters that only one of them has count as well.</summary>
    public static (string Language, string Common, string Telling)[] Cyrillic { get; } =
    [
        ("ru", """
            и в не на я что он с как это а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще нет о из ему
                теперь когда даже ну ли если уже или быть был него до вас
            нибудь опять уж вам где есть надо для мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет тогда кто этот того
                потому какой очень можно мой хочу нужно сколько спасибо
            """, "привет здравствуйте спасибо что это как пожалуйста нужно хочу меня еще если"),
        ("uk", """
            і в не на я що він з як це а то все вона так його але ти до у же ви за б по тільки її мені було від мене ще ні о із йому тепер
                коли навіть чи якщо вже або бути був нього вас вам
            де є треба для ми тебе їх ніж була сам без чого раз теж собі під буде тоді хто цей того тому який дуже можна мій хочу потрібно
                скільки
            """, "привіт дякую що це як будь ласка потрібно чи мене якщо але або"),
        ("bg", """
            и в не на аз че той с как това а то всички тя така но да ти към у вие за би по само ѝ ми беше от мен още няма със си са се съм
                е защо кога даже ако вече или където има трябва ние
            много може мой искам колко който моля
            """, "здравейте благодаря това съм защо трябва искам много моля със"),
        ("sr", """
            и у не на ја да је он са као то а све она тако али ти ка ви за би по само ме било од мене још нема што ми си су се сам кад ако
                већ или где има треба много може мој желим колико који молим
            """, "здраво хвала је није шта зашто молим желим"),
    ];
}
