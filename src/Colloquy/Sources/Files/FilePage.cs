using Colloquy.Sources.Rows;

namespace Colloquy.Sources.Files;

/// <summary>A page and the bytes that its rows lie in.</summary>
internal sealed record FilePage(SourcePage Page, PageBuffer Buffer);
