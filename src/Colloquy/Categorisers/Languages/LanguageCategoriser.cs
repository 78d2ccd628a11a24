using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Languages;

/// <summary>
/// Labels the language that the user writes, as an ISO 639-1 code: of the conversation by all queries of the active branch together, and of a turn where its
/// query is clearly in another one. A text too short or too close to a second language gets no label. The score is the share of the evidence.
/// </summary>
public sealed class LanguageCategoriser : ICategoriser
{
    public string Name => "script-and-stopwords";

    public string Revision => LanguageDetector.Revision;

    public void Label(Conversation conversation, ImmutableArray<Turn> turns, IList<Label> labels)
    {
        var scratch = Scratch.OfThread;
        var (whole, one, claims) = (scratch.Language, scratch.TurnLanguage, scratch.TurnClaims);
        whole.Clear();
        claims.Clear();
        foreach (var turn in turns)
        {
            one.Clear();
            LanguageDetector.Read(turn.Message.Query, one, scratch);
            claims.Add(LanguageDetector.Decide(one, strict: true));
            if (turn.Active)
            {
                whole.Add(one);
            }
        }

        var (language, share) = LanguageDetector.Decide(whole);
        if (language >= 0)
        {
            labels.Add(Claim(null, language, share));
        }

        for (var i = 0; i < claims.Count; i++)
        {
            if (claims[i].Language >= 0 && claims[i].Language != language)
            {
                labels.Add(Claim(turns[i].Number, claims[i].Language, claims[i].Share));
            }
        }
    }

    private Label Claim(int? turn, int language, double share) =>
        new(turn, LabelKind.Language, LanguageDetector.Languages[language], (float)Math.Round(share, 2), Name, Revision, []);
}
