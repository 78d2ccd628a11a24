using Colloquy.Cli;
using Colloquy.Query;

// Before anything else is loaded: what this process may hold is bounded, and each query waits for it.
if (args is [SqlEngine.Verb])
{
    return QueryEngine.Serve();
}

return await CommandLine.RunAsync(args, Terminal.OfProcess(), TimeProvider.System);
