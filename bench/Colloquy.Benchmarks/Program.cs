using System.Globalization;
using Colloquy.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["pipeline", var folder, .. var rest]:
        return await Pipeline.RunAsync(Path.GetFullPath(folder), Number(rest, 0, 3));
    case ["pipeline-labels", var folder, .. var rest]:
        return await LabelCost.RunAsync(Path.GetFullPath(folder), Number(rest, 0, 3));
    case ["pipeline-once", var folder, var home, var labels]:
        return await LabelCost.RunOnceAsync(folder, home, labels);
    case ["nocodb", .. var rest]:
        return await NocoDbCollect.RunAsync(Number(rest, 0, 3), Number(rest, 1, 2));
    case ["nocodb-client", var mode, var concurrency]:
        await NocoDbCollect.RunClientAsync(mode, int.Parse(concurrency, CultureInfo.InvariantCulture));
        return 0;
    case ["servers", var folder, .. var rest]:
        return await Servers.RunAsync(Path.GetFullPath(folder), Number(rest, 0, 3));
    case ["labels", .. var parts]:
        LabelQuality.Run(parts);
        return 0;
    case ["everyday", var folder]:
        EverydayQuality.Run(Path.GetFullPath(folder));
        return 0;
    case ["labels-speed"]:
        return await LabelSpeed.RunAsync();
    case ["duckdb", var folder, var output]:
        DuckDbPeer.Convert(folder, output);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            """
            usage: pipeline FOLDER [RUNS]        the whole pipeline over a folder of rows, beside DuckDB converting it to Parquet
                   pipeline-labels FOLDER [RUNS] the whole pipeline with labels, beside the same without
                   nocodb [RUNS [REQUESTS]]      collecting from the NocoDB that NOCODB_BASE_URL, NOCODB_API_TOKEN and NOCODB_PROJECT_ID name, beside bare clients,
                                                 with so many requests in flight
                   servers FOLDER [RUNS]         collecting into the MongoDB of MONGODB_URI, and the files of a lake into the bucket of S3_BUCKET (S3_ENDPOINT_URL,
                                                 AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), beside bare loops
                   labels [PART…]                how good the labels are, on texts and corpora that were not learnt from (COLLOQUY_SHARED); parts are
                                                 intents, topics, languages, sentiments, outcomes, personal-data, and personal-data-set, which needs no shared data
                   everyday FOLDER               how good the labels of a run are on everyday conversations (FOLDER/*.dev.jsonl), by language
                   labels-speed                  how fast they are on one core, beside fastText where it is installed
            Each prints a Markdown table.
            """);
        return 2;
}

static int Number(string[] arguments, int index, int otherwise) =>
    index < arguments.Length ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : otherwise;
