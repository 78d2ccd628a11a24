namespace Colloquy.Categorisers.Outcomes;

/// <summary>What a text says about how a conversation goes.</summary>
[Flags]
internal enum OutcomeSignal
{
    None = 0,

    /// <summary>The user thanks.</summary>
    Thanks = 1,

    /// <summary>The user says that it is good, solved or all.</summary>
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
