using Colloquy.Sources;
using Colloquy.Sources.Files;
using Colloquy.Sources.Rows;
using Colloquy.TestKit;
using Colloquy.TestKit.Contracts;
using Colloquy.TestKit.Sources;
using Microsoft.Extensions.Time.Testing;

namespace Colloquy.Tests.Sources.Files;

/// <summary>The contract over files of one format.</summary>
public abstract class FilesSourceContract(string extension, Func<IEnumerable<string>, byte[]> write) : SourceContract, IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override Task<ISource> OpenAsync(SourceRows rows)
    {
        int half = rows.Messages.Length / 2;
        folder.With(
        [
            new("apps" + extension, write(rows.Apps)),
            new("conversations" + extension, write(rows.Conversations)),
            new("messages-1" + extension, write(rows.Messages[..half])),
            new("messages-2" + extension, write(rows.Messages[half..])),
            new("message_feedbacks" + extension, write(rows.Feedbacks)),
        ]);
        var written = File.GetLastWriteTimeUtc(folder.Under("messages-1" + extension));
        return Task.FromResult<ISource>(new FilesSource(folder.Path, new RowReader(TimeZoneInfo.Utc), new FakeTimeProvider(new DateTimeOffset(written).AddHours(1))));
    }
}

public sealed class JsonLinesContract() : FilesSourceContract(".jsonl", RowFormat.Lines);

public sealed class JsonArrayContract() : FilesSourceContract(".json", RowFormat.Array);

public sealed class IndentedArrayContract() : FilesSourceContract(".json", RowFormat.IndentedArray);

public sealed class NocoDbAnswerContract() : FilesSourceContract(".json", RowFormat.List);

public sealed class CsvContract() : FilesSourceContract(".csv", rows => RowFormat.Csv(rows));

public sealed class SemicolonsContract() : FilesSourceContract(".csv", rows => RowFormat.Csv(rows, ';', "\r\n"));

public sealed class GzipContract() : FilesSourceContract(".ndjson.gz", rows => RowFormat.Gzip(RowFormat.Lines(rows)));

public sealed class ZstdContract() : FilesSourceContract(".csv.zst", rows => RowFormat.Zstd(RowFormat.Csv(rows)));
