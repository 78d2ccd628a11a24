using System.Globalization;

namespace Colloquy.Annotators;

/// <summary>What a run may spend. Tokens are taken beforehand by an estimate, and put right when the service has counted.</summary>
/// <param name="requests">0 is without limit.</param>
/// <param name="tokens">0 is without limit.</param>
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

    /// <exception cref="AnnotatorException">It would be more than the run may spend.</exception>
    public void Take(int estimate)
    {
        lock (gate)
        {
            if (requests > 0 && requestsTaken >= requests)
            {
                throw Spent(string.Create(CultureInfo.InvariantCulture, $"the run's {requests:N0} requests are spent"));
            }

            if (tokens > 0 && tokensTaken + estimate > tokens)
            {
                throw Spent(string.Create(CultureInfo.InvariantCulture, $"of the run's {tokens:N0} tokens {tokensTaken:N0} are taken, and the next question needs about {estimate:N0}"));
            }

            requestsTaken++;
            tokensTaken += estimate;
        }
    }

    /// <summary>The service has counted: the difference to the estimate is put right.</summary>
    public void Correct(int estimate, long counted)
    {
        lock (gate)
        {
            tokensTaken += counted - estimate;
        }
    }

    private static AnnotatorException Spent(string what) => new(AnnotatorFailure.Spent, what);
}
