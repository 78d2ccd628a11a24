using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Learning.Training;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Outcomes;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Model;
using Colloquy.Models;

namespace Colloquy.Benchmarks;

/// <summary>How fast labels are made on one core: each categoriser over all conversations, and a trained classifier beside fastText on the same texts.</summary>
internal static class LabelSpeed
{
    private const int Rounds = 3;
    private const int Repeats = 60;

    public static async Task<int> RunAsync()
    {
        var shared = SharedData.OfEnvironment();
        Console.WriteLine($"Machine: {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, one core. The best of {Rounds} rounds.\n");
        Categorisers(shared);
        await ClassifierAsync(shared);
        return 0;
    }

    private static void Categorisers(SharedData shared)
    {
        var conversations = shared.Conversations()
            .Select(d => new ConversationThread(LabelQuality.ConversationOf(d), [.. LabelQuality.TurnsOf(d).Select(t => t.Message)], [], 1)).ToList();
        var bytes = conversations.Sum(c => c.Messages.Sum(m => (long)Encoding.UTF8.GetByteCount(m.Query!) + Encoding.UTF8.GetByteCount(m.Answer!)));
        Console.WriteLine($"| {conversations.Count:N0} conversations, {bytes / 1e6:N1} MB of text | MB/s | processor seconds |");
        Console.WriteLine("|---|---:|---:|");
        ICategoriser language = new LanguageCategoriser(ShippedModels.Language);
        ICategoriser[] rules = [language, new TaxonomyCategoriser(Taxonomy.Default), new OutcomeCategoriser(), new PersonalDataCategoriser()];
        ICategoriser[] models = [.. ShippedModels.Kinds.Select(ShippedModels.CategoriserOf)];
        foreach (var (name, set) in (List<(string, ICategoriser[])>)
        [
            .. rules.Select(r => (r.Name, (ICategoriser[])[r])), ("all rules: these four", rules), .. models.Select(m => (m.Name, (ICategoriser[])[language, m])),
            ("everything", [language, .. models, .. rules[1..]]),
        ])
        {
            var labeller = new Labeller([.. set]);
            var best = double.MaxValue;
            for (var round = 0; round < Rounds; round++)
            {
                var before = ProcessorSeconds();
                foreach (var thread in conversations)
                {
                    labeller.Label(thread);
                }

                best = Math.Min(best, ProcessorSeconds() - before);
            }

            var what = name.StartsWith("trained", StringComparison.Ordinal) ? $"language and {name}" : name;
            Console.WriteLine($"| {what} | {bytes / 1e6 / best:N0} | {best:N2} |");
        }

        Console.WriteLine();
    }

    // Collecting garbage included, waiting for a busy core left out.
    private static double ProcessorSeconds()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }

    private static async Task ClassifierAsync(SharedData shared)
    {
        var train = ExampleReader.Read([shared.Set("clinc150.train")], LabelKind.Intent);
        string[] texts = [.. Enumerable.Repeat(ExampleReader.Read([shared.Set("clinc150.val")], LabelKind.Intent), Repeats).SelectMany(e => e.Select(x => x.Text))];
        var classifier = new TextClassifier(Trainer.Train(LabelKind.Intent, train, 1, Environment.ProcessorCount));
        var probabilities = new float[classifier.Model.Labels.Length];
        var ours = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = ProcessorSeconds();
            foreach (var text in texts)
            {
                classifier.Predict(text, probabilities);
            }

            ours = Math.Min(ours, ProcessorSeconds() - before);
        }

        Console.WriteLine($"| CLINC150, {texts.Length:N0} texts | texts a processor second | ratio |");
        Console.WriteLine("|---|---:|---:|");
        var theirs = await FastTextAsync(train, texts);
        Console.WriteLine($"| Colloquy | {texts.Length / ours:N0} | {(theirs is { } known ? $"{known / ours:N1}" : "")} |");
        Console.WriteLine(theirs is { } seconds ? $"| fastText (`predict`, loading taken off) | {texts.Length / seconds:N0} | 1 |" : "| fastText is not installed (Debian: fasttext) | | |");
    }

    private static async Task<double?> FastTextAsync(List<Example> train, string[] texts)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "fasttext"))))
        {
            return null;
        }

        using var scratch = new Scratch();
        var (labelled, many, one, model) = (Path.Combine(scratch.Path, "train"), Path.Combine(scratch.Path, "texts"), Path.Combine(scratch.Path, "one"), Path.Combine(scratch.Path, "model"));
        await File.WriteAllLinesAsync(labelled, train.Select(e => $"__label__{e.Labels[0]} {e.Text}"));
        await File.WriteAllLinesAsync(many, texts);
        await File.WriteAllLinesAsync(one, texts[..1]);
        await Measured.RunAsync("fasttext", ["supervised", "-input", labelled, "-output", model, "-epoch", "25", "-lr", "0.5", "-wordNgrams", "2", "-thread", "2", "-verbose", "0"]);
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var all = await Measured.RunAsync("fasttext", ["predict", model + ".bin", many]);
            var loading = await Measured.RunAsync("fasttext", ["predict", model + ".bin", one]);
            best = Math.Min(best, all.CpuSeconds - loading.CpuSeconds);
        }

        return best;
    }
}
