using System.Net;
using Colloquy.Sources.NocoDb.Http;

namespace Colloquy.Sources.NocoDb.Schema;

/// <summary>Finds out which columns make a server fail: those that were dropped in the database and that NocoDB still asks it for.</summary>
internal static class ColumnProbe
{
    /// <summary>The columns that cannot be read while the key can; empty when that is not the trouble.</summary>
    public static async Task<ImmutableArray<Field>> FindBrokenAsync(NocoDbSession session, TableSchema table, CancellationToken stop)
    {
        var broken = ImmutableArray.CreateBuilder<Field>();

        // The key first: where even that cannot be read, the trouble is another.
        foreach (var column in table.Columns.Values.OrderBy(column => column != table.RowId))
        {
            try
            {
                await session.TryColumnAsync(table, column, stop);
            }
            catch (NocoDbException failure) when (failure.Status == HttpStatusCode.InternalServerError && column != table.RowId)
            {
                broken.Add(column);
            }
            catch (NocoDbException)
            {
                return [];
            }
        }

        return broken.ToImmutable();
    }
}
