namespace Colloquy.Categorisers.Outcomes;

/// <summary>What a text says about the course of a conversation.</summary>
[Flags]
internal enum OutcomeSignal
{
    None = 0,

    /// <summary>The user says thanks.</summary>
    Thanks = 1,

    /// <summary>The user says that all is well, solved or done.</summary>
    Content = 2,

    /// <summary>The user complains.</summary>
    Complaint = 4,

    /// <summary>The user asks for a person.</summary>
    WantsPerson = 8,

    /// <summary>The assistant hands over to a person.</summary>
    HandOff = 16,

    /// <summary>The assistant says that it cannot help or does not understand.</summary>
    Helpless = 32,

    /// <summary>The assistant says that something was done or found.</summary>
    Done = 64,
}
