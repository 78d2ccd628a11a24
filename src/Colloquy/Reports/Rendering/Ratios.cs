namespace Colloquy.Reports.Rendering;

/// <summary>What is read off two figures; null where the lower one is zero.</summary>
internal static class Ratios
{
    extension(PeriodFigures figures)
    {
        public double? TurnsPerConversation => Divide(figures.ConversationTurns, figures.Conversations);

        public double? ErrorShare => Divide(figures.Errors, figures.Turns);

        public bool IsEmpty => figures is { Conversations: 0, Turns: 0 };
    }

    public static double? Divide(double part, double whole) => whole == 0 ? null : part / whole;
}
