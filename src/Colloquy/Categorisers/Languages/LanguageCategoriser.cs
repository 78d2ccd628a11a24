using Colloquy.Categorisers.Models.Features;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Languages;

/// <summary>
/// Labels the language in which the user writes, as an ISO 639 code: that of the conversation by all queries of the active branch, and that
/// of a turn if its query is clearly in another language. A trained model decides if it is sure; otherwise script, everyday words and
/// characteristic letters do, which also cover languages that the model does not know. A text that is too short, or too close to a second
/// language, gets no label. The score is the model's probability, or the share of the evidence.
/// </summary>
/// <param name="model">A language model, such as the one that comes with Colloquy.</param>
public sealed class LanguageCategoriser(TextModel model) : ICategoriser
{
    /// <summary>The model reads only the beginning of a text, which is enough to tell the language.</summary>
    private const int CharactersForModel = 240;

    private const int LeastWords = 2, LeastLetters = 8, LeastSigns = 4, FewLetters = 24;

    /// <inheritdoc/>
    public string Name => "language";

    /// <inheritdoc/>
    public string Revision => $"3:{LanguageDetector.Revision}:{model.Revision}";

    /// <inheritdoc/>
    public void Label(ConversationContext context, CancellationToken cancellationToken = default)
    {
        var (turns, memory, modelMemory) = (context.Turns, context.Workspace.Get<Memory>(), context.Workspace.Get<ModelMemory>());
        var (whole, one, claims) = (memory.Whole, memory.Turn, memory.Claims);
        whole.Clear();
        claims.Clear();
        for (var i = 0; i < turns.Length; i++)
        {
            var turn = turns[i];
            one.Clear();
            LanguageDetector.Read(turn.Message.Query, context.ReadQuery(i, cancellationToken), one, cancellationToken);
            claims.Add(LanguageDetector.Decide(one, strict: true));
            if (turn.Active)
            {
                whole.Add(one);
            }
        }

        // A script or words of a language that the model has never seen count more than the model's guess.
        var decided = Of(LanguageDetector.Decide(whole));
        var language = decided is { } own && !model.Labels.Contains(own.Code) ? decided : Learnt(turns, whole, modelMemory) ?? decided;
        if (language is { } known)
        {
            context.Add(Claim(null, known));
        }

        for (var i = 0; i < claims.Count; i++)
        {
            if (Of(claims[i]) is { } claimed && claimed.Code != language?.Code
                && !Contradicts(turns[i].Message.Query, claimed.Code, modelMemory, cancellationToken))
            {
                context.Add(Claim(turns[i].Number, claimed));
            }
        }
    }

    private (string Code, double Score)? Learnt(ImmutableArray<Turn> turns, LanguageProfile whole, ModelMemory memory)
    {
        var units = memory.Units;
        units.Clear();
        var read = 0;
        foreach (var turn in turns)
        {
            if (turn is { Active: true, Message.Query: { Length: > 0 } query } && read < CharactersForModel)
            {
                var head = query.AsSpan(0, Math.Min(query.Length, CharactersForModel - read));
                units.Add(head, model.Manifest.Features);
                read += head.Length;
            }
        }

        var prediction = model.Predict(memory, memory.Probabilities(model.Labels.Length));
        return prediction.Abstains || !SaysEnough(units) || IsBelied(model.Labels[prediction.Best], whole)
            ? null
            : (model.Labels[prediction.Best], prediction.Score);
    }

    // In a text of few letters a name misleads the model; the everyday words around it are more reliable.
    private static bool IsBelied(string code, LanguageProfile whole)
    {
        var own = LanguageDetector.Languages.IndexOf(code);
        var weight = own < 0 ? 0 : whole.ByWords[own];
        return whole.Shared is > 0 and < FewLetters && whole.ByWords.AsSpan().ContainsAnyInRange(weight + 1, long.MaxValue);
    }

    // Whether the model is sure that a text is in another language. It knows languages that the everyday words would mistake for a related
    // one.
    private bool Contradicts(string? text, string code, ModelMemory memory, CancellationToken cancellationToken)
    {
        var prediction = model.Predict(text, memory, memory.Probabilities(model.Labels.Length), cancellationToken: cancellationToken);
        return !prediction.Abstains && model.Labels[prediction.Best] != code;
    }

    // A single word may be a name or belong to many languages.
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

    private sealed class Memory
    {
        public LanguageProfile Whole { get; } = new();

        public LanguageProfile Turn { get; } = new();

        public List<(int Language, double Share)> Claims { get; } = [];
    }
}
