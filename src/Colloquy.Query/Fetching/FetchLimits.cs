namespace Colloquy.Query.Fetching;

/// <param name="WholeBytes">Files up to this come whole.</param>
/// <param name="GapBytes">Parts that lie no farther apart come in one request.</param>
/// <param name="TailBytes">Read from the end of a file at first, in the hope that its footer is no longer.</param>
/// <param name="PieceBytes">Held in memory at a time, for each request.</param>
/// <param name="Requests">Side by side.</param>
internal sealed record FetchLimits(int WholeBytes = 128 * 1024, int GapBytes = 64 * 1024, int TailBytes = 32 * 1024, int PieceBytes = 16 * 1024 * 1024, int Requests = 8);
