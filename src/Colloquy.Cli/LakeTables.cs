using Colloquy.Configuration;
using Colloquy.Lake;
using Colloquy.Query;

namespace Colloquy.Cli;

/// <summary>The lake's tables as the SQL engine opens them: files of this machine. Those of a bucket are copied first, as far as the SQL reads them.</summary>
internal static class LakeTables
{
    public static async Task<IReadOnlyList<LakeTableFiles>> OfAsync(string sql, ColloquyOptions options, TimeProvider clock, CancellationToken stop)
    {
        var objects = Composition.ObjectsOf(options, clock);
        using var closed = objects as IDisposable;
        var tables = await new LakeCatalog(objects).ReadAsync(stop);
        return options.S3 is null ? tables : await new LocalCopies(objects, options.LakeCopiesPath, clock).FetchAsync(LakeQuery.Used(tables, sql), stop);
    }
}
