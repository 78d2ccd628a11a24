using Parquet;
using Parquet.Schema;

namespace Colloquy.Tests.Lake.Parquet;

/// <summary>Reads what ParquetSharp wrote with a library that shares no code with it: Parquet.Net.</summary>
internal static class ParquetNetReader
{
    /// <returns>The values of all row groups by column. Lists are arrays of text; times are in UTC, their kind is not said.</returns>
    public static async Task<Dictionary<string, List<object?>>> ReadAsync(byte[] file)
    {
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(file), cancellationToken: TestContext.Current.CancellationToken);
        var columns = reader.Schema.GetDataFields().ToDictionary(field => field.Path.ToString().Split('/')[0], _ => new List<object?>());
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            foreach (var field in reader.Schema.GetDataFields())
            {
                columns[field.Path.ToString().Split('/')[0]].AddRange(await ReadAsync(group, field));
            }
        }

        return columns;
    }

    private static async Task<IEnumerable<object?>> ReadAsync(ParquetRowGroupReader group, DataField field)
    {
        var count = (int)group.GetMetadata(field)!.MetaData!.NumValues;
        if (field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            if (field.MaxRepetitionLevel > 0)
            {
                return await ReadListsAsync(group, field, count);
            }

            var texts = new string?[count];
            await group.ReadAsync(field, texts.AsMemory(), new int[count], TestContext.Current.CancellationToken);
            return texts;
        }

        return field.ClrType == typeof(int) ? await ReadAsync<int>()
            : field.ClrType == typeof(long) ? await ReadAsync<long>()
            : field.ClrType == typeof(float) ? await ReadAsync<float>()
            : field.ClrType == typeof(double) ? await ReadAsync<double>()
            : field.ClrType == typeof(bool) ? await ReadAsync<bool>()
            : field.ClrType == typeof(decimal) ? await ReadAsync<decimal>()
            : await ReadAsync<DateTime>();

        async Task<IEnumerable<object?>> ReadAsync<T>() where T : struct
        {
            // Read as what may be null, values of a required column sometimes come out as nulls (Parquet.Net 6.1.0).
            if (!field.IsNullable)
            {
                var known = new T[count];
                await group.ReadAsync(field, known.AsMemory(), null, TestContext.Current.CancellationToken);
                return known.Select(v => (object?)v);
            }

            var values = new T?[count];
            await group.ReadAsync(field, values.AsMemory(), null, TestContext.Current.CancellationToken);
            return values.Select(v => (object?)v);
        }
    }

    // Values come without gaps. A definition level of zero is a list without elements, a repetition level of zero begins a row.
    private static async Task<IEnumerable<object?>> ReadListsAsync(ParquetRowGroupReader group, DataField field, int count)
    {
        var (elements, defined, repeated) = (new ReadOnlyMemory<char>[count], new int[count], new int[count]);
        await group.ReadRawAsync(field, elements.AsMemory(), defined, repeated, TestContext.Current.CancellationToken);
        var lists = new List<List<string>>();
        var next = 0;
        for (var i = 0; i < count; i++)
        {
            if (repeated[i] == 0)
            {
                lists.Add([]);
            }

            if (defined[i] > 0)
            {
                lists[^1].Add(elements[next++].ToString());
            }
        }

        return lists.Select(list => list.ToArray());
    }
}
