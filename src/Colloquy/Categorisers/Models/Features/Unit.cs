namespace Colloquy.Categorisers.Models.Features;

/// <summary>A unit of a text and how often it occurs there.</summary>
/// <param name="Hash">Hash of its characters and kind; equal units have equal hashes.</param>
/// <param name="Start">Its first occurrence in the folded text.</param>
/// <param name="Length">Length in characters; 0 for a pair.</param>
internal record struct Unit(uint Hash, UnitKind Kind, int Start, int Length, int Count);
