using System.Globalization;

namespace Colloquy.Annotators;

/// <summary>Budget of a run. Tokens are reserved by an estimate and corrected when the service has counted them.</summary>
/// <param name="requests">Maximum number of requests; 0 means no limit.</param>
/// <param name="tokens">Maximum number of tokens; 0 means no limit.</param>
internal sealed class Budget(int requests, int tokens)
{
    private readonly Lock gate = new();
    private long requestsTaken, tokensTaken;

    public long Requests
    {
        get
        {
            lock (gate)
            {
                return requestsTaken;
            }
        }
    }

    public long Tokens
    {
        get
        {
            lock (gate)
            {
                return tokensTaken;
            }
        }
    }

    /// <exception cref="AnnotatorException">The budget would be exceeded.</exception>
    public void Take(int estimate)
    {
        lock (gate)
        {
            if (requests > 0 && requestsTaken >= requests)
            {
                throw Spent(string.Create(CultureInfo.InvariantCulture, $"the run's limit of {requests:N0} requests is reached"));
            }

            if (tokens > 0 && tokensTaken + estimate > tokens)
            {
                throw Spent(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{tokensTaken:N0} of the run's {tokens:N0} tokens are used, and the next question needs about {estimate:N0}"));
            }

            requestsTaken++;
            tokensTaken += estimate;
        }
    }

    /// <summary>Replaces an estimate by the tokens that the service counted.</summary>
    public void Correct(int estimate, long counted)
    {
        lock (gate)
        {
            tokensTaken += counted - estimate;
        }
    }

    private static AnnotatorException Spent(string what) => new(AnnotatorFailure.Spent, what);
}
