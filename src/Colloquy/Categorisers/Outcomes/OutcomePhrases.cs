using System.IO.Hashing;
using System.Text;
using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Outcomes;

/// <summary>
/// Phrases of users and assistants that tell how a conversation goes, in fourteen languages. They match whole words, whatever the case and the accents; those of
/// Chinese, Japanese and Thai match anywhere.
/// </summary>
internal static class OutcomePhrases
{
    private const OutcomeSignal OfUser = OutcomeSignal.Thanks | OutcomeSignal.Content | OutcomeSignal.Complaint | OutcomeSignal.WantsPerson;

    private static readonly (OutcomeSignal Signal, string Phrases)[] _lists =
    [
        (OutcomeSignal.Thanks, """
            thanks; thank you; thx; ty; cheers; appreciate it; danke; dankeschön; vielen dank; besten dank; merci; gracias; grazie; obrigado; obrigada; bedankt; dank je; dank u; dziękuję; dzięki; tack;
            спасибо; благодарю; teşekkürler; teşekkür ederim; sağ ol; शुक्रिया; धन्यवाद; شكرا; شكراً; 谢谢; 多谢; 感谢; 謝謝; ありがとう; 감사합니다; 고마워; ขอบคุณ; cảm ơn; terima kasih
            """),
        (OutcomeSignal.Content, """
            that's all; that is all; that will be all; that'll be all; that's it; that is it; nothing else; no that's it; perfect; great; awesome; excellent; wonderful; sounds good; that works; it works; works now;
            working now; solved; fixed; problem solved; you've been very helpful; very helpful; that helps; you helped; good job; all set; i'm all set; i'm good; das war alles; das ist alles; perfekt; super; prima; klasse;
            funktioniert jetzt; hat geklappt; gelöst; c'est tout; ce sera tout; parfait; super; génial; ça marche; c'est bon; résolu; eso es todo; nada más; perfecto; genial; excelente; funciona; solucionado; resuelto;
            è tutto; nient'altro; perfetto; ottimo; funziona; risolto; é só isso; perfeito; ótimo; resolvido; funcionou; dat was alles; dat is alles; perfect; opgelost; het werkt; to wszystko; świetnie; działa; это всё; отлично;
            супер; работает; решено; hepsi bu; mükemmel; harika; çalışıyor; बस इतना ही; बढ़िया; هذا كل شيء; ممتاز; رائع; 没有了; 没问题了; 太好了; 好的谢谢; 解决了; 以上です; 完璧; 助かりました; 解決しました; 좋아요; 완벽
            """),
        (OutcomeSignal.Complaint, """
            not helpful; useless; you're useless; doesn't work; does not work; not working; still not; still doesn't; still broken; that's wrong; this is wrong; not what i asked; not what i want; you don't understand; ridiculous; terrible;
            awful; horrible; worst; waste of time; frustrating; frustrated; annoying; disappointed; i give up; forget it; never mind; this sucks; bad service; stupid; nicht hilfreich; nutzlos; funktioniert nicht; geht nicht; immer noch nicht;
            das ist falsch; zeitverschwendung; schrecklich; enttäuscht; vergiss es; unverschämt; inutile; ne marche pas; ne fonctionne pas; toujours pas; c'est faux; déçu; déçue; perte de temps; laisse tomber; inútil; no funciona;
            no sirve; sigue sin; está mal; pérdida de tiempo; decepcionado; decepcionada; olvídalo; non funziona; ancora non; sbagliato; deluso; delusa; lascia perdere; não funciona; não ajuda; péssimo; decepcionado; esquece; werkt niet;
            waardeloos; teleurgesteld; laat maar; nie działa; bezużyteczne; не работает; бесполезно; ужасно; разочарован; çalışmıyor; işe yaramaz; berbat; काम नहीं कर; बेकार; لا يعمل; سيء; 没用; 不行; 太差; 还是不; 不对; 算了; 失望;
            使えない; 役に立たない; 間違って; もういい; 최악; 안돼요; ใช้ไม่ได้
            """),
        (OutcomeSignal.WantsPerson, """
            speak to a human; talk to a human; speak with a human; real person; a human; human agent; speak to an agent; talk to an agent; live agent; representative; speak to someone; talk to someone; customer service agent; your manager;
            mit einem menschen; mit einem mitarbeiter; echter mensch; mitarbeiter sprechen; parler à un humain; parler à un conseiller; un conseiller; une vraie personne; hablar con una persona; hablar con un agente; un humano;
            parlare con un operatore; un operatore; una persona vera; falar com um atendente; um humano; falar com uma pessoa; een medewerker; echt persoon; konsultant; с человеком; с оператором; оператора; müşteri temsilcisi; gerçek bir kişi;
            इंसान से बात; موظف; 人工; 转人工; 真人; 人間と; オペレーター; 상담원
            """),
        (OutcomeSignal.HandOff, """
            transfer you; transferring you; connect you with; connect you to; connecting you; put you through; hand you over; forward you to; pass you on; an agent will; a colleague will; a human agent; one of our agents; escalate; escalated;
            leite sie weiter; weiterleiten; verbinde sie; ein mitarbeiter wird; ein kollege wird; vous transférer; vous mettre en relation; un conseiller va; transferirle; le transfiero; le paso con; un agente le; la trasferisco; la metto in contatto;
            un operatore; vou transferir; transferir você; um atendente vai; verbind u door; doorverbinden; przełączam; соединяю; переведу вас; sizi aktarıyorum; 转接; 为您转人工; おつなぎ; 担当者に; 연결해
            """),
        (OutcomeSignal.Helpless, """
            i can't help; i cannot help; i am unable; i'm unable; unable to help; i'm not able; i am not able; i don't understand; i didn't understand; i did not understand; i'm not sure how to help; i don't know; couldn't find; could not find;
            can't find; cannot find; no results; not available; is unavailable; not possible; isn't possible; unfortunately; was declined; has failed; incorrect; does not match; doesn't match; something went wrong; try again later; kann ihnen nicht helfen; kann ich nicht; verstehe nicht; nicht verstanden; nicht gefunden; leider nicht; je ne peux pas;
            je ne comprends pas; aucun résultat; introuvable; no puedo ayudar; no entiendo; no he encontrado; no hay resultados; non posso; non capisco; non ho trovato; não posso; não entendi; não encontrei; kan ik niet; niet gevonden;
            nie mogę; nie rozumiem; не могу помочь; не понимаю; не найдено; anlamadım; bulunamadı; समझ नहीं; لا أستطيع; لم أفهم; 无法; 没有找到; 找不到; 不明白; 抱歉不能; わかりません; 見つかりません; できません; 이해하지
            """),
        (OutcomeSignal.Done, """
            is booked; has been booked; are booked; been reserved; is reserved; is confirmed; has been confirmed; successfully; has been sent; have been sent; has been scheduled; is scheduled; has been added; has been submitted; is complete;
            all set; is done; been processed; i have booked; i've booked; been booked; on its way; was successful; your reference; confirmation number; ist gebucht; wurde gebucht; ist reserviert; bestätigt; erfolgreich;
            est réservé; est réservée; a été réservé; confirmée; avec succès; está reservado; está reservada; confirmada; confirmado; con éxito; è prenotato; è prenotata; è stato prenotato; confermata;
            está confirmada; foi reservado; com sucesso; is geboekt; is gereserveerd; bevestigd; zarezerwowano; potwierdzone; забронирован; подтверждено; rezerve edildi; onaylandı; बुक हो गया; تم الحجز; تم بنجاح;
            已预订; 预订成功; 已确认; 成功; 予約しました; 完了しました; 予約が; 예약되었; 완료
            """),
    ];

    private static readonly PhraseSearch _search;
    private static readonly OutcomeSignal[] _signals;

    static OutcomePhrases()
    {
        var signals = new SortedDictionary<string, OutcomeSignal>(StringComparer.Ordinal);
        foreach (var (signal, phrases) in _lists)
        {
            foreach (var phrase in phrases.Split((char[])[';', '\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var folded = Folding.Fold(phrase);
                signals[folded] = signals.GetValueOrDefault(folded) | signal;
            }
        }

        _search = new PhraseSearch([.. signals.Keys]);
        _signals = [.. signals.Values];
    }

    public static string Revision { get; } = Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join('|', _lists))))[..12];

    public static OutcomeSignal InQuery(TextReading text) => Read(text) & OfUser;

    public static OutcomeSignal InAnswer(TextReading text) => Read(text) & ~OfUser;

    private static OutcomeSignal Read(TextReading text)
    {
        var hits = Scratch.OfThread.Hits;
        _search.Find(text, hits);
        var signals = OutcomeSignal.None;
        foreach (var hit in hits)
        {
            signals |= _signals[hit.Phrase];
        }

        return signals;
    }
}
