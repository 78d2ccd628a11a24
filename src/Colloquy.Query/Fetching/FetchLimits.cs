namespace Colloquy.Query.Fetching;

/// <param name="WholeBytes">Files up to this size are fetched completely.</param>
/// <param name="GapBytes">Ranges with gaps up to this size are fetched in one request.</param>
/// <param name="TailBytes">Bytes read first from the end of a file, to get its footer in one request.</param>
/// <param name="PieceBytes">Maximum bytes in memory per request.</param>
/// <param name="Requests">Maximum number of concurrent requests.</param>
internal sealed record FetchLimits(
    int WholeBytes = 128 * 1024, int GapBytes = 64 * 1024, int TailBytes = 32 * 1024, int PieceBytes = 16 * 1024 * 1024, int Requests = 8);
