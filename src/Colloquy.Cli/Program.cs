using Colloquy.Cli;
using Colloquy.Query;

// Before anything else is loaded: the memory of this process gets limited, and each query waits for its start.
if (args is [SqlEngine.Verb])
{
    return QueryEngine.Serve();
}

return await CommandLine.RunAsync(args, Terminal.OfProcess(), TimeProvider.System);
