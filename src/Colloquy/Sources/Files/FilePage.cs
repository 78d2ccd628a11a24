using Colloquy.Sources.Rows;

namespace Colloquy.Sources.Files;

/// <summary>A page with the buffer that holds its rows.</summary>
internal sealed record FilePage(SourcePage Page, PageBuffer Buffer);
