using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Outcomes;

/// <summary>
/// Phrases of users and assistants that tell how a conversation goes, most of them in some twenty languages. They match whole words,
/// ignoring case and accents; those in Chinese, Japanese and Thai match anywhere. The tables are written as <see cref="WordTable"/>
/// describes.
/// </summary>
internal static class OutcomePhrases
{
    private const OutcomeSignal OfUser = OutcomeSignal.Thanks | OutcomeSignal.Content | OutcomeSignal.Complaint | OutcomeSignal.WantsPerson;

    private static readonly (OutcomeSignal Signal, string Phrases)[] _lists =
    [
        (OutcomeSignal.Thanks, """
            thanks; thank you; thx; ty; cheers; appreciate it; danke; dankeschön; vielen dank; besten dank; merci; gracias; grazie;
                obrigado; obrigada; bedankt; dank je; dank u; dziękuję; dzięki; tack;
            спасибо; благодарю; teşekkürler; teşekkür ederim; sağ ol; शुक्रिया; धन्यवाद; شكرا; شكراً; 谢谢; 多谢; 感谢; 謝謝; ありがとう; 감사합니다; 고마워;
                ขอบคุณ; cảm ơn; terima kasih;
            большое спасибо; спс; teşekkür ederiz; çok sağ olun; sağ olun; eyvallah; थैंक्स; थैंक यू; شكرا جزيلا; شكرا لك; أشكرك; 고맙습니다;
                감사해요; 감사드립니다; makasih; trims; terimakasih; mange tak; tusind tak; takk; tusen takk; kiitos; kiitti;
            děkuji; děkuju; díky; köszönöm; köszi; mulțumesc; mersi; gràcies; ευχαριστώ; תודה; ممنون; متشکرم; مرسی; شکریہ; ধন্যবাদ; நன்றி;
                дякую; благодаря; хвала; asante; asante sana; salamat
            """),
        (OutcomeSignal.Content, """
            that's all; that is all; that will be all; that'll be all; that's it; that is it; nothing else; no that's it; perfect; great;
                awesome; excellent; wonderful; sounds good; that works; it works; works now;
            working now; solved; fixed; problem solved; you've been very helpful; very helpful; that helps; you helped; good job; all set;
                i'm all set; i'm good; das war alles; das ist alles; perfekt; super; prima; klasse;
            funktioniert jetzt; hat geklappt; gelöst; c'est tout; ce sera tout; parfait; super; génial; ça marche; c'est bon; résolu;
                eso es todo; nada más; perfecto; genial; excelente; funciona; solucionado; resuelto;
            è tutto; nient'altro; perfetto; ottimo; funziona; risolto; é só isso; perfeito; ótimo; resolvido; funcionou; dat was alles;
                dat is alles; perfect; opgelost; het werkt; to wszystko; świetnie; działa; это всё; отлично;
            супер; работает; решено; hepsi bu; mükemmel; harika; çalışıyor; बस इतना ही; बढ़िया; هذا كل شيء; ممتاز; رائع; 没有了; 没问题了; 太好了;
                好的谢谢; 解决了; 以上です; 完璧; 助かりました; 解決しました; 좋아요; 완벽;
            très bien merci; impeccable; muy bien gracias; tudo certo; va benissimo; det var allt; det är allt; toppen; utmärkt; jättebra;
                to już wszystko; idealnie; doskonale; wspaniale; rozwiązane; это все; больше ничего;
            ничего больше; прекрасно; замечательно; идеально; заработало; проблема решена; hepsi bu kadar; süper; muhteşem; çözüldü;
                sorun çözüldü; यही काफी है; बहुत बढ़िया; बहुत अच्छा; शानदार; काम हो गया; هذا كل ما;
            هذا كل ما أحتاجه; مثالي; تم حل المشكلة; جيد جدا; 그게 다예요; 그거면 돼요; 좋습니다; 좋네요; 완벽해요; 완벽합니다; 해결됐어요; 해결되었습니다; 就这些; 没别的了; 完美; 很好;
                就這些; 太棒了; 問題なさそう; 完璧です; ばっちり; 素晴らしい; แค่นี้แหละ; แค่นี้ครับ; แค่นี้ค่ะ; เยี่ยมเลย; เยี่ยมมาก; ดีมาก;
            ใช้งานได้แล้ว; itu saja; cukup itu saja; sudah cukup; sempurna; mantap; bagus sekali; luar biasa; tuyệt vời; hoàn hảo;
                vậy là đủ; thế là đủ; det var alt; det er alt; siinä kaikki; mahtavaa; to je vše; výborně; skvělé;
            ennyi lenne; tökéletes; asta e tot; això és tot; perfecte; αυτό είναι όλο; τέλεια; זה הכל; מעולה; מצוין; מושלם; عالی;
                همین بود; بہت اچھا; بس یہی; দারুণ; এটুকুই; це все; чудово; ідеально; ni hayo tu; hiyo ndiyo yote; vizuri sana
            """),
        (OutcomeSignal.Complaint, """
            not helpful; useless; you're useless; doesn't work; does not work; not working; still not; still doesn't; still broken;
                that's wrong; this is wrong; not what i asked; not what i want; you don't understand; ridiculous; terrible;
            awful; horrible; worst; waste of time; frustrating; frustrated; annoying; disappointed; i give up; forget it; never mind;
                this sucks; bad service; stupid; nicht hilfreich; nutzlos; funktioniert nicht; geht nicht; immer noch nicht;
            das ist falsch; zeitverschwendung; schrecklich; enttäuscht; vergiss es; unverschämt; inutile; ne marche pas;
                ne fonctionne pas; toujours pas; c'est faux; déçu; déçue; perte de temps; laisse tomber; inútil; no funciona;
            no sirve; sigue sin; está mal; pérdida de tiempo; decepcionado; decepcionada; olvídalo; non funziona; ancora non; sbagliato;
                deluso; delusa; lascia perdere; não funciona; não ajuda; péssimo; decepcionado; esquece; werkt niet;
            waardeloos; teleurgesteld; laat maar; nie działa; bezużyteczne; не работает; бесполезно; ужасно; разочарован; çalışmıyor;
                işe yaramaz; berbat; काम नहीं कर; बेकार; لا يعمل; سيء; 没用; 不行; 太差; 还是不; 不对; 算了; 失望;
            使えない; 役に立たない; 間違って; もういい; 최악; 안돼요; ใช้ไม่ได้;
            не помогает; вы не понимаете; ты не понимаешь; это неправильно; все еще не; обман; кошмар; забудьте; пустая трата времени;
                hala çalışmıyor; yardımcı olmuyor; beni anlamıyorsun; zaman kaybı; hayal kırıklığı; rezalet; boş ver;
            nadal nie działa; nie pomaga; strata czasu; rozczarowany; rozczarowana; okropne; beznadziejne; fungerar inte; funkar inte;
                värdelös; värdelöst; det är fel; slöseri med tid; besviken; glöm det; आप समझ नहीं रहे; मदद नहीं मिली;
            यह गलत है; समय की बर्बादी; निराश; घटिया; لا تعمل; غير مفيد; هذا خطأ; أنت لا تفهم; مضيعة للوقت; سيئة جدا; سيء جدا; محبط;
                도움이 안 돼요; 도움이 안돼요; 안 돼요; 안 되네요; 시간 낭비; 실망이에요; 실망입니다; 짜증나; 틀렸어요; 纯属浪费; 听不懂; 答非所问; 沒用; 太差了; ひどい; 最悪; がっかり;
            時間の無駄; ใช้งานไม่ได้; แย่มาก; ผิดหวัง; เสียเวลา; ไม่ช่วยอะไร; tidak berfungsi; tidak membantu; tidak berguna; itu salah;
                buang waktu; kecewa; mengecewakan; lupakan saja; không hoạt động; không giúp được gì; vô dụng; sai rồi;
            thất vọng; mất thời gian; tệ quá; virker ikke; ubrugelig; ubrukelig; spild af tid; ei toimi; pettynyt; nefunguje; zklamaný;
                nem működik; csalódott; nu funcționează; dezamăgit; δεν λειτουργεί; άχρηστο; לא עובד; לא עוזר;
            خراب است; کار نمی کند; کار نمی‌کند; بی فایده; کام نہیں کر; কাজ করছে না; не працює; розчарований; haifanyi kazi; nimekata tamaa
            """),
        (OutcomeSignal.WantsPerson, """
            speak to a human; talk to a human; speak with a human; real person; a human; human agent; speak to an agent; talk to an agent;
                live agent; representative; speak to someone; talk to someone; customer service agent; your manager;
            mit einem menschen; mit einem mitarbeiter; echter mensch; mitarbeiter sprechen; parler à un humain; parler à un conseiller;
                un conseiller; une vraie personne; hablar con una persona; hablar con un agente; un humano;
            parlare con un operatore; un operatore; una persona vera; falar com um atendente; um humano; falar com uma pessoa;
                een medewerker; echt persoon; konsultant; с человеком; с оператором; оператора; müşteri temsilcisi; gerçek bir kişi;
            इंसान से बात; موظف; 人工; 转人工; 真人; 人間と; オペレーター; 상담원;
            живой человек; живого человека; с живым человеком; с менеджером; temsilciye bağla; yetkiliyle görüşmek; bir insanla;
                müşteri temsilcisine; canlı destek; z człowiekiem; z konsultantem; z prawdziwą osobą; prata med en människa;
            riktig person; prata med någon; एजेंट से बात; मैनेजर से बात; असली व्यक्ति; شخص حقيقي; التحدث مع موظف; التحدث إلى موظف;
                خدمة العملاء; 상담원과; 상담원 연결; 상담원이랑; 사람과 통화; 담당자 연결; 담당자와; 客服人员; 找真人; คุยกับเจ้าหน้าที่; คุยกับคน;
            ขอสายเจ้าหน้าที่; bicara dengan orang; berbicara dengan manusia; orang asli; gặp nhân viên; người thật;
                nói chuyện với nhân viên; tale med et menneske; snakke med et menneske; oikean ihmisen; s člověkem; s operátorem;
            cu un operator; נציג אנושי; с людиною; з оператором; با اپراتور
            """),
        (OutcomeSignal.HandOff, """
            transfer you; transferring you; connect you with; connect you to; connecting you; put you through; hand you over;
                forward you to; pass you on; an agent will; a colleague will; a human agent; one of our agents; escalate; escalated;
            leite sie weiter; weiterleiten; verbinde sie; ein mitarbeiter wird; ein kollege wird; vous transférer;
                vous mettre en relation; un conseiller va; transferirle; le transfiero; le paso con; un agente le; la trasferisco;
                la metto in contatto;
            un operatore; vou transferir; transferir você; um atendente vai; verbind u door; doorverbinden; przełączam; соединяю;
                переведу вас; sizi aktarıyorum; 转接; 为您转人工; おつなぎ; 担当者に; 연결해;
            переключаю вас; соединю вас; передам специалисту; aktarıyorum; temsilcimize bağlıyorum; łączę z konsultantem; przekieruję;
                kopplar dig; jag kopplar; आपको ट्रांसफर; एजेंट से जोड़; سأحولك; سيتم تحويلك; أقوم بتحويلك;
            سيتواصل معك أحد; 연결해 드리겠습니다; 연결해드리겠습니다; 상담원에게 연결; โอนสาย; ต่อสายให้; saya hubungkan; menghubungkan anda dengan petugas;
                chuyển máy; kết nối bạn với nhân viên; stiller dig om; setter deg over; přepojuji; vă transfer; מעביר אותך;
            з'єдную
            """),
        (OutcomeSignal.Helpless, """
            i can't help; i cannot help; i am unable; i'm unable; unable to help; i'm not able; i am not able; i don't understand;
                i didn't understand; i did not understand; i'm not sure how to help; i don't know; couldn't find; could not find;
            can't find; cannot find; no results; not available; is unavailable; not possible; isn't possible; unfortunately; was declined;
                has failed; incorrect; does not match; doesn't match; something went wrong; try again later; kann ihnen nicht helfen;
                kann ich nicht; verstehe nicht; nicht verstanden; nicht gefunden; leider nicht; je ne peux pas;
            je ne comprends pas; aucun résultat; introuvable; no puedo ayudar; no entiendo; no he encontrado; no hay resultados;
                non posso; non capisco; non ho trovato; não posso; não entendi; não encontrei; kan ik niet; niet gevonden;
            nie mogę; nie rozumiem; не могу помочь; не понимаю; не найдено; anlamadım; bulunamadı; समझ नहीं; لا أستطيع; لم أفهم; 无法; 没有找到;
                找不到; 不明白; 抱歉不能; わかりません; 見つかりません; できません; 이해하지;
            malheureusement; pas disponible; n'ai pas trouvé; lamentablemente; desafortunadamente; no está disponible; purtroppo;
                non è disponibile; infelizmente; não está disponível; não foi possível; helaas; niet beschikbaar;
            к сожалению; не удалось; не могу найти; ничего не найдено; недоступно; maalesef; bulamadım; yardımcı olamıyorum; mevcut değil;
                niestety; nie znaleziono; nie znalazłem; nie udało się; tyvärr; hittade inte; hittar inte;
            förstår inte; दुर्भाग्य से; उपलब्ध नहीं; नहीं मिला; نأسف; للأسف; لم أجد; لا توجد نتائج; غير متوفر; غير متاح; لا يمكنني;
                찾을 수 없습니다; 찾지 못했습니다; 이해하지 못했습니다; 도와드릴 수 없습니다; 불가능합니다; 안타깝게도; あいにく; 満席; 満室; 很抱歉; 沒有找到; 無法; ไม่พบ; ไม่สามารถ;
            ไม่เข้าใจ; น่าเสียดาย; sayangnya; tidak ditemukan; tidak dapat menemukan; tidak tersedia; rất tiếc; không tìm thấy;
                tôi không hiểu; desværre; dessverre; valitettavasti; bohužel; sajnos; din păcate; δυστυχώς; לצערי; לא מצאתי;
            متأسفانه; بدقسمتی سے; দুঃখিত; на жаль; за съжаление; kwa bahati mbaya
            """),
        (OutcomeSignal.Done, """
            is booked; has been booked; are booked; been reserved; is reserved; is confirmed; has been confirmed; successfully;
                has been sent; have been sent; has been scheduled; is scheduled; has been added; has been submitted; is complete;
            all set; is done; been processed; i have booked; i've booked; been booked; on its way; was successful; your reference;
                confirmation number; ist gebucht; wurde gebucht; ist reserviert; bestätigt; erfolgreich;
            est réservé; est réservée; a été réservé; confirmée; avec succès; está reservado; está reservada; confirmada; confirmado;
                con éxito; è prenotato; è prenotata; è stato prenotato; confermata;
            está confirmada; foi reservado; com sucesso; is geboekt; is gereserveerd; bevestigd; zarezerwowano; potwierdzone;
                забронирован; подтверждено; rezerve edildi; onaylandı; बुक हो गया; تم الحجز; تم بنجاح;
            已预订; 预订成功; 已确认; 成功; 予約しました; 完了しました; 予約が; 예약되었; 완료;
            referenznummer; buchungsnummer; habe reserviert; habe gebucht; c'est réservé; c'est fait; numéro de référence; he reservado;
                número de referencia; reserva confirmada; ho prenotato; numero di riferimento; reservei;
            número de referência; gereserveerd; geboekt; referentienummer; забронирована; забронировано; забронировал; забронировала;
                номер брони; номер бронирования; успешно; подтверждена; rezervasyonunuz; başarıyla; referans numarası;
            referans numaranız; zarezerwowałem; zarezerwowałam; numer rezerwacji; pomyślnie; är bokad; är bokat; har bokat; bekräftad;
                bokningsnummer; बुक कर दिया; बुक कर दी; बुकिंग हो गई; सफलतापूर्वक; संदर्भ संख्या; تم حجز; رقم الحجز;
            الرقم المرجعي; تم تأكيد; لقد حجزت; 예약되었습니다; 예약이 완료되었습니다; 예약 완료; 예약했습니다; 예약해 드렸습니다; 예약번호는; 예약 번호는; 완료되었습니다; 予約いたしました; 予約番号;
                手配いたしました; 承りました; 订好了; 已为您预订; 預訂成功; 訂好了; จองเรียบร้อย; จองสำเร็จ; สำเร็จแล้ว; หมายเลขอ้างอิง; รหัสการจอง;
            telah dipesan; sudah dipesan; berhasil dipesan; nomor referensi; kode pemesanan; đặt thành công; mã đặt chỗ; mã tham chiếu;
                đã được xác nhận; er booket; er bestilt; on varattu; varausnumero; číslo rezervace; lefoglaltam;
            a fost rezervat; ההזמנה אושרה; رزرو شد; کد رزرو; заброньовано; номер бронювання; imehifadhiwa; nambari ya kumbukumbu
            """),
    ];

    public static string Revision { get; } = WordTable.HashOf(_lists);

    /// <param name="hits">Replaced by the phrases found.</param>
    public static OutcomeSignal InQuery(TextReading text, List<PhraseHit> hits, CancellationToken cancellationToken) =>
        Read(text, hits, cancellationToken) & OfUser;

    /// <inheritdoc cref="InQuery"/>
    public static OutcomeSignal InAnswer(TextReading text, List<PhraseHit> hits, CancellationToken cancellationToken) =>
        Read(text, hits, cancellationToken) & ~OfUser;

    private static OutcomeSignal Read(TextReading text, List<PhraseHit> hits, CancellationToken cancellationToken)
    {
        Index.Search.Find(text, hits, cancellationToken);
        var signals = OutcomeSignal.None;
        foreach (var hit in hits)
        {
            signals |= Index.Signals[hit.Phrase];
        }

        return signals;
    }

    // Built by the first text: commands that label nothing need only the revision.
    private static class Index
    {
        public static readonly PhraseSearch Search;
        public static readonly OutcomeSignal[] Signals;

        static Index()
        {
            const StringSplitOptions Cleaned = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
            var signals = new SortedDictionary<string, OutcomeSignal>(StringComparer.Ordinal);
            foreach (var (signal, phrases) in _lists)
            {
                foreach (var phrase in phrases.Split((char[])[';', '\n', '\r'], Cleaned))
                {
                    var folded = Folding.Fold(phrase);
                    signals[folded] = signals.GetValueOrDefault(folded) | signal;
                }
            }

            Search = new PhraseSearch([.. signals.Keys]);
            Signals = [.. signals.Values];
        }
    }
}
