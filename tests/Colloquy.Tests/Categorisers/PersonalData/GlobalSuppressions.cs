[assembly: System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Usage", "xUnit1051", Scope = "namespaceanddescendants", Target = "~N:Colloquy.Tests.Categorisers.PersonalData", Justification = "The texts are short, but for those of a test that cancels.")]
