using System.Net;
using Colloquy.Sources.NocoDb.Http;

namespace Colloquy.Sources.NocoDb.Schema;

/// <summary>Finds columns that make the server fail: those dropped from the database that NocoDB still queries.</summary>
internal static class ColumnProbe
{
    /// <summary>The columns that cannot be read although the key can; empty if this is not the problem.</summary>
    public static async Task<ImmutableArray<Field>> FindBrokenAsync(
        NocoDbSession session, TableSchema table, CancellationToken cancellationToken)
    {
        var broken = ImmutableArray.CreateBuilder<Field>();

        // The key first: if it cannot be read either, the problem is another one.
        foreach (var column in table.Columns.Values.OrderBy(column => column != table.RowId))
        {
            try
            {
                await session.TryColumnAsync(table, column, cancellationToken);
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
