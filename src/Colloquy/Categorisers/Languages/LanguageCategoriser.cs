using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Learning.Features;
using Colloquy.Categorisers.Learning.Models;
using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Languages;

/// <summary>
/// Labels the language that the user writes, as an ISO 639 code: of the conversation by the queries of the active branch together, and of a turn where its
/// query is clearly in another one. A trained model decides where it is sure; else script, everyday words and telling letters do, which know languages that the
/// model does not. A text too short or too close to a second language gets no label. The score is a probability, or the share of the evidence.
/// </summary>
/// <param name="model">A model of languages; that which comes with Colloquy unless told otherwise.</param>
public sealed class LanguageCategoriser(TextModel? model = null) : ICategoriser
{
    /// <summary>The model reads the beginning: a language shows early.</summary>
    private const int CharactersForModel = 240;

    private const int LeastWords = 2, LeastLetters = 8, LeastSigns = 4, FewLetters = 24;

    private readonly TextModel _model = model ?? ShippedModels.Language;

    public string Name => "language";

    public string Revision => $"3:{LanguageDetector.Revision}:{_model.Revision}";

    public void Label(Conversation conversation, ImmutableArray<Turn> turns, IList<Label> labels, CancellationToken cancellationToken = default)
    {
        var scratch = Scratch.OfThread;
        var (whole, one, claims) = (scratch.Language, scratch.TurnLanguage, scratch.TurnClaims);
        whole.Clear();
        claims.Clear();
        for (var i = 0; i < turns.Length; i++)
        {
            var turn = turns[i];
            one.Clear();
            LanguageDetector.Read(turn.Message.Query, TextReadings.OfThread.OfQuery(i, turn, cancellationToken), one, cancellationToken);
            claims.Add(LanguageDetector.Decide(one, strict: true));
            if (turn.Active)
            {
                whole.Add(one);
            }
        }

        // A script or words of a language that the model has never seen are stronger than its guess.
        var decided = Of(LanguageDetector.Decide(whole));
        var language = decided is { } own && !_model.Labels.Contains(own.Code) ? decided : Learnt(turns, whole) ?? decided;
        if (language is { } known)
        {
            labels.Add(Claim(null, known));
        }

        for (var i = 0; i < claims.Count; i++)
        {
            if (Of(claims[i]) is { } claimed && claimed.Code != language?.Code && !Contradicts(turns[i].Message.Query, claimed.Code, cancellationToken))
            {
                labels.Add(Claim(turns[i].Number, claimed));
            }
        }
    }

    private (string Code, double Score)? Learnt(ImmutableArray<Turn> turns, LanguageProfile whole)
    {
        var units = ModelScratch.OfThread.Units;
        units.Clear();
        var read = 0;
        foreach (var turn in turns)
        {
            if (turn is { Active: true, Message.Query: { Length: > 0 } query } && read < CharactersForModel)
            {
                var head = query.AsSpan(0, Math.Min(query.Length, CharactersForModel - read));
                units.Add(head, _model.Manifest.Features);
                read += head.Length;
            }
        }

        var prediction = _model.Predict(units, ModelScratch.OfThread.Probabilities(_model.Labels.Length));
        return prediction.Abstains || !SaysEnough(units) || IsBelied(_model.Labels[prediction.Best], whole) ? null : (_model.Labels[prediction.Best], prediction.Score);
    }

    // A name among few letters makes the model guess where people are named so; everyday words beside it know better.
    private static bool IsBelied(string code, LanguageProfile whole)
    {
        var own = LanguageDetector.Languages.IndexOf(code);
        var weight = own < 0 ? 0 : whole.ByWords[own];
        return whole.Shared is > 0 and < FewLetters && whole.ByWords.AsSpan().ContainsAnyInRange(weight + 1, long.MaxValue);
    }

    // Whether the model is sure that a text is in another language: it knows languages that the everyday words would take for a neighbour.
    private bool Contradicts(string? text, string code, CancellationToken cancellationToken)
    {
        var prediction = _model.Predict(text, ModelScratch.OfThread.Probabilities(_model.Labels.Length), cancellationToken: cancellationToken);
        return !prediction.Abstains && _model.Labels[prediction.Best] != code;
    }

    // One word may be a name or belong to many languages.
    private static bool SaysEnough(TextUnits units)
    {
        var (words, letters, signs) = (0, 0, 0);
        foreach (ref readonly var unit in units.Units)
        {
            words += unit.Kind == UnitKind.Word ? unit.Count : 0;
            letters += unit.Kind == UnitKind.Word ? unit.Count * unit.Length : 0;
            signs += unit.Kind == UnitKind.Sign ? unit.Count : 0;
        }

        return (words >= LeastWords && letters >= LeastLetters) || signs >= LeastSigns;
    }

    private static (string Code, double Score)? Of((int Language, double Share) decided) =>
        decided.Language < 0 ? null : (LanguageDetector.Languages[decided.Language], decided.Share);

    private Label Claim(int? turn, (string Code, double Score) claim) =>
        new(turn, LabelKind.Language, claim.Code, (float)Math.Round(claim.Score, 2), Name, Revision, []);
}
