using System.Runtime.InteropServices;

namespace Colloquy.Sqlite.Bodies;

/// <summary>Format of the labels of one thread.</summary>
internal static class LabelFormat
{
    private const byte Version = 1;

    public static void Write(BodyWriter to, ImmutableArray<Label> labels)
    {
        to.Byte(Version);
        to.Count(labels.Length);
        Label? before = null;
        foreach (var label in labels)
        {
            to.Integer(label.Turn, before?.Turn);
            to.Term(label.Kind, before?.Kind);
            to.Term(label.Value, before?.Value);
            to.Single(label.Score);
            to.Term(label.Classifier, before?.Classifier);
            to.Term(label.Revision, before?.Revision);
            to.Count(label.Evidence.Length);
            foreach (var evidence in label.Evidence)
            {
                to.Term(evidence);
            }

            before = label;
        }
    }

    /// <exception cref="InvalidDataException">The body is damaged or of a later version.</exception>
    public static ImmutableArray<Label> Read(ref BodyReader from)
    {
        if (from.Byte() is var version && version != Version)
        {
            throw new InvalidDataException($"The labels have version {version}; this program reads version {Version}.");
        }

        var labels = new Label[from.Count()];
        Label? before = null;
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = before = new Label(
                (int?)from.Integer(before?.Turn), from.Term(before?.Kind)!, from.Term(before?.Value)!, from.Single(),
                from.Term(before?.Classifier)!, from.Term(before?.Revision)!, ReadEvidence(ref from));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(labels);
    }

    private static ImmutableArray<string> ReadEvidence(ref BodyReader from)
    {
        var evidence = new string[from.Count()];
        for (var i = 0; i < evidence.Length; i++)
        {
            evidence[i] = from.Term()!;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(evidence);
    }
}
