namespace Colloquy.Mongo.Documents;

/// <summary>A run as a document; the <c>_id</c> is its id.</summary>
internal static class RunDocument
{
    public static BsonDocument Of(RunRecord run)
    {
        var to = new BsonDocument { { "_id", run.Id }, { "command", Fields.Of(run.Command) } };
        to.Put("started_at", run.StartedAt);
        to.Merge(EndOf(run));
        return to;
    }

    /// <summary>The fields that are known when the run ends.</summary>
    public static BsonDocument EndOf(RunRecord run)
    {
        var to = new BsonDocument { { "outcome", run.Outcome.ToString() }, { "stages", new BsonArray(run.Stages.Select(Of)) } };
        to.Put("ended_at", run.EndedAt);
        to.Put("exit_code", run.ExitCode);
        to.Put("problem", run.Problem);
        return to;
    }

    public static RunRecord RunOf(BsonDocument from) => new(
        from["_id"].ToInt64(),
        from.Required("command"),
        from.Time("started_at")!.Value,
        from.Time("ended_at"),
        Enum.Parse<RunOutcome>(from.Required("outcome")),
        from.Int("exit_code"),
        [.. from["stages"].AsBsonArray.Select(stage => StageOf(stage.AsBsonDocument))], from.Text("problem"));

    private static BsonDocument Of(StageRecord stage) => new()
    {
        { "name", stage.Name },
        { "items", stage.Items },
        { "written", stage.Written },
        { "bytes", stage.Bytes },
        { "seconds", stage.Seconds },
    };

    private static StageRecord StageOf(BsonDocument stage) =>
        new(stage.Required("name"), stage.Count("items"), stage.Count("written"), stage.Count("bytes"), stage.Double("seconds") ?? 0);
}
