using Candor.Checkpoints;
using Candor.Evaluation.Models;

namespace Candor.Cli.Models;

/// <summary>Finds out what <c>--model</c> names, and opens it.</summary>
internal static class ModelSource
{
    private const string Pseudo = "pseudo:";

    private static readonly string[] NotYet = ["hub:", "openai:", "replay:"];

    /// <summary>The kind of model in result files.</summary>
    public static string Kind(string model) => IsPseudo(model) ? "pseudo" : "candor";

    /// <summary>Whether it needs no weights.</summary>
    public static bool IsPseudo(string model) => model.StartsWith(Pseudo, StringComparison.Ordinal);

    /// <summary>Refuses what cannot be a checkpoint: a folder or a GGUF file.</summary>
    /// <exception cref="InputException">Names what is expected.</exception>
    public static void CheckCheckpoint(string model)
    {
        var scheme = NotYet.FirstOrDefault(scheme => model.StartsWith(scheme, StringComparison.Ordinal));
        if (scheme is not null)
            throw new InputException($"--model {model}: {scheme} models cannot be used yet; expected a checkpoint's folder, a .gguf file or pseudo:SEED");
        if (!Directory.Exists(model) && !(Checkpoint.IsGguf(model) && File.Exists(model)))
            throw new InputException($"--model {model}: expected a checkpoint's folder, a .gguf file or pseudo:SEED, found no such folder or file");
    }

    /// <summary>Opens a model that gives log-likelihoods.</summary>
    /// <param name="model">What the user named.</param>
    /// <param name="encoding">The protocol's way of turning texts into ids.</param>
    /// <param name="options">How it computes.</param>
    /// <param name="mustSee">Whether it will be asked about pictures.</param>
    /// <param name="note">Told what a user should know about the model.</param>
    /// <exception cref="InputException">It cannot be found, is broken, or does not see and must.</exception>
    public static ILanguageModel Open(string model, RequestEncoding encoding, ModelOptions options, bool mustSee, Action<string> note)
    {
        if (IsPseudo(model))
            return new PseudoModel(model[Pseudo.Length..]);
        CheckCheckpoint(model);
        return mustSee ? LlavaModel.Score(model, encoding, options, note) : LlamaFolder.Score(model, encoding, options);
    }
}
