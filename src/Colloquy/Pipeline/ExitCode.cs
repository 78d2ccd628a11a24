namespace Colloquy.Pipeline;

/// <summary>How a run ended, as the process says it.</summary>
public static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int DeadLetters = 3;
    public const int NotReconciled = 4;
    public const int Cancelled = 130;
}
