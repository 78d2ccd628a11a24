namespace Colloquy.Categorisers.Models.Features;

/// <summary>A unit of a text and how often it occurs there.</summary>
/// <param name="Hash">Of its characters and kind; equal units have equal hashes.</param>
/// <param name="Start">First occurrence in the folded text.</param>
/// <param name="Length">In characters; 0 for a pair.</param>
internal record struct Unit(uint Hash, UnitKind Kind, int Start, int Length, int Count);
