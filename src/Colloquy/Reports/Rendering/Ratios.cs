namespace Colloquy.Reports.Rendering;

/// <summary>What is read off two figures; null where the lower one is zero.</summary>
internal static class Ratios
{
    extension(PeriodFigures figures)
    {
        public double? TurnsPerConversation => Divide(figures.ConversationTurns, figures.Conversations);

        public double? ErrorShare => Divide(figures.Errors, figures.Turns);

        /// <summary>Of the conversations, those that ended well; null where nobody says how any ended.</summary>
        public double? ResolvedShare => figures.LabelsOf(LabelKind.Outcome).Any(o => o.Value != Tally.Unknown)
            ? Divide(figures.LabelsOf(LabelKind.Outcome).Where(o => o.Value == "resolved").Sum(o => o.Count), figures.Conversations)
            : null;

        public bool IsEmpty => figures is { Conversations: 0, Turns: 0 };
    }

    /// <summary>The value where it is a number that can be written and drawn; else unknown.</summary>
    public static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    public static double? Divide(double part, double whole) => whole == 0 ? null : part / whole;
}
