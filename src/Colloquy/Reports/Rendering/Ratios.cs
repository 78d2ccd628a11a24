namespace Colloquy.Reports.Rendering;

/// <summary>Ratios of figures; null if the denominator is zero.</summary>
internal static class Ratios
{
    extension(PeriodFigures figures)
    {
        public double? TurnsPerConversation => Divide(figures.ConversationTurns, figures.Conversations);

        public double? ErrorShare => Divide(figures.Errors, figures.Turns);

        /// <summary>Share of conversations that ended well; null if no outcome is known.</summary>
        public double? ResolvedShare => figures.LabelsOf(LabelKind.Outcome).Any(o => o.Value != Tally.Unknown)
            ? Divide(figures.LabelsOf(LabelKind.Outcome).Where(o => o.Value == "resolved").Sum(o => o.Count), figures.Conversations)
            : null;

        public bool IsEmpty => figures is { Conversations: 0, Turns: 0 };
    }

    /// <summary>The value if it is finite, else null.</summary>
    public static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    public static double? Divide(double part, double whole) => whole == 0 ? null : part / whole;
}
