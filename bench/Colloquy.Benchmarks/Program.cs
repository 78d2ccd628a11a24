using System.Globalization;
using Colloquy.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["pipeline", var folder, .. var rest]:
        return await Pipeline.RunAsync(Path.GetFullPath(folder), rest is [var runs] ? int.Parse(runs, CultureInfo.InvariantCulture) : 3);
    case ["duckdb", var folder, var output]:
        DuckDbPeer.Convert(folder, output);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            "usage: pipeline FOLDER [RUNS]   the whole pipeline over a folder of rows, beside DuckDB converting it to Parquet; prints a Markdown table");
        return 2;
}
