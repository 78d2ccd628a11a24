using System.Globalization;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Learning.Training;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Models;

// Trains the models that come with Colloquy: dotnet run --project eng/Colloquy.Models -c Release [KIND…]
const ulong Seed = 1;
foreach (var (kind, examples) in SharedData.OfEnvironment().Sets.Where(set => args.Length == 0 || args.Contains(set.Kind)))
{
    var texts = examples();
    var model = Trainer.Train(
        kind, texts, Seed, Environment.ProcessorCount, model => new TextClassifier(model, ShippedModels.Language, Taxonomy.Default));
    var place = Path.Combine("models", kind);
    ModelFolder.Save(model, place);
    var training = model.Manifest.Training;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{place}: {texts.Count:N0} texts, {model.Labels.Length} labels, held out {training.HeldOut:N0}: accuracy {training.Accuracy:P1}, macro F1 {training.MacroF1:P1}, micro F1 {training.MicroF1:P1}, {new FileInfo(Path.Combine(place, "weights.br")).Length / 1000:N0} kB"));
}
