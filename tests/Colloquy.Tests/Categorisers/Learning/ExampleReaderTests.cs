using System.IO.Compression;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Models;
using Colloquy.Model;
using Colloquy.TestKit;

namespace Colloquy.Tests.Categorisers.Learning;

/// <summary>Labelled texts from files, and what is said of lines that are none.</summary>
public sealed class ExampleReaderTests
{
    [Fact]
    public void One_label_several_or_a_language_are_read()
    {
        using var temp = new TempFolder();
        var file = Write(temp, """{"text":"a","label":"x","labels":["x","y"],"lang":"pt-BR"}""", "", """{"text":"b","labels":["y","x","y"]}""");
        Assert.Equal([("a", "x", "pt"), ("b", "y x", null)], Read(file, LabelKind.Intent));
        Assert.Equal([("a", "x y", "pt"), ("b", "y x", null)], Read(file, LabelKind.Topic));
        Assert.Equal([("a", "pt", "pt"), ("b", "y x", null)], Read(file, LabelKind.Language));
    }

    [Fact]
    public void A_text_may_have_no_topic_but_not_no_intent()
    {
        using var temp = new TempFolder();
        Assert.Equal([("a", "", null)], Read(Write(temp, """{"text":"a","labels":[]}"""), LabelKind.Topic));
        Assert.Throws<LearningException>(() => Read(Write(temp, """{"text":"a"}"""), LabelKind.Intent));
    }

    [Fact]
    public void A_line_without_end_is_refused_by_its_number()
    {
        using var temp = new TempFolder();
        var file = temp.Under("examples.jsonl.gz");
        using (var gzip = new StreamWriter(new GZipStream(File.Create(file), CompressionLevel.Fastest)))
        {
            gzip.WriteLine("""{"text":"a","label":"x"}""");
            var piece = new string('x', 1 << 20);
            for (var i = 0; i < 66; i++)
            {
                gzip.Write(piece);
            }
        }

        var refused = Assert.Throws<LearningException>(() => Read(file, LabelKind.Intent));
        Assert.Contains("line 2 is larger than 64 MB", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Packed_files_are_read()
    {
        using var temp = new TempFolder();
        var file = temp.Under("examples.jsonl.gz");
        using (var gzip = new StreamWriter(new GZipStream(File.Create(file), CompressionLevel.Fastest)))
        {
            gzip.WriteLine("""{"text":"a","label":"x"}""");
        }

        Assert.Equal([("a", "x", null)], Read(file, LabelKind.Intent));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[1]")]
    [InlineData("""{"label":"x"}""")]
    [InlineData("""{"text":1,"label":"x"}""")]
    [InlineData("""{"text":"a","label":""}""")]
    public void A_line_that_is_no_labelled_text_is_named(string line)
    {
        using var temp = new TempFolder();
        var failure = Assert.Throws<LearningException>(() => Read(Write(temp, """{"text":"a","label":"x"}""", line), LabelKind.Intent));
        Assert.Contains("line 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.jsonl", Assert.Throws<LearningException>(() => Read("nowhere.jsonl", LabelKind.Intent)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_cut_file_is_no_smaller_set_of_examples()
    {
        using var temp = new TempFolder();
        var packed = new MemoryStream();
        using (var gzip = new StreamWriter(new GZipStream(packed, CompressionLevel.NoCompression)))
        {
            gzip.WriteLine("""{"text":"a","label":"x"}""");
        }

        var file = temp.Under("cut.jsonl.gz");
        File.WriteAllBytes(file, packed.ToArray()[..^12]);
        Assert.Contains("cut", Assert.Throws<LearningException>(() => Read(file, LabelKind.Intent)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(string, string, string?)> Read(string file, string kind) =>
        ExampleReader.Read([file], kind).Select(e => (e.Text, string.Join(' ', e.Labels), e.Language));

    private static string Write(TempFolder temp, params string[] lines)
    {
        var file = temp.Under("examples.jsonl");
        File.WriteAllLines(file, lines);
        return file;
    }
}
