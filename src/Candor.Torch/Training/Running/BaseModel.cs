using Candor.Checkpoints;
using Candor.Conversations.Templates;
using Candor.Tokenization;
using Candor.Training.Recipes;

namespace Candor.Torch.Training.Running;

/// <summary>What <c>model_name_or_path</c> names, opened: a LLaMA's folder, a GGUF file, or a whole LLaVA model, whose projector comes along.</summary>
internal sealed class BaseModel : IDisposable
{
    private readonly IDisposable _owned;

    private BaseModel(string path, LlamaConfig config, ITensorSource weights, LlavaFolder? llava, IDisposable owned) =>
        (FullPath, Config, Weights, Llava, _owned) = (path, config, weights, llava, owned);

    /// <summary>Full path of the folder or file.</summary>
    public string FullPath { get; }

    /// <summary>The decoder's shape.</summary>
    public LlamaConfig Config { get; }

    /// <summary>The decoder's weights.</summary>
    public ITensorSource Weights { get; }

    /// <summary>The whole LLaVA model; null where the base has no eyes yet.</summary>
    public LlavaFolder? Llava { get; }

    /// <summary>Opens it. Only headers are read.</summary>
    /// <exception cref="InputException">Something is broken, or a LLaVA model's vision tower is not named.</exception>
    public static BaseModel Open(RecipeModel recipe)
    {
        var path = recipe.BaseModel.FullPath;
        if (!Checkpoint.IsGguf(path) && LlavaConfigReader.IsLlava(Path.Combine(path, "config.json")))
        {
            if (recipe.VisionTower is null)
                throw new InputException($"vision_tower: expected the tower of {path}, which is a LLaVA model, found none");
            var llava = LlavaFolder.Open(path);
            return new BaseModel(path, llava.LanguageConfig, llava.Language, llava, llava);
        }

        var checkpoint = Checkpoint.Open(path);
        return new BaseModel(path, checkpoint.Config, checkpoint, null, checkpoint);
    }

    /// <summary>The tokenizer, which tokens may be added to.</summary>
    /// <exception cref="InputException">There is none, or one of another kind.</exception>
    public IExtendableTokenizer LoadTokenizer() => TokenizerLoader.Load(FullPath) as IExtendableTokenizer
        ?? throw new InputException($"{FullPath}: expected a tokenizer.model or a byte-level BPE, found another kind of tokenizer");

    /// <summary>Tells where the run's template and ways to see are not those that the model was made with.</summary>
    public void TellDifferences(RecipeModel recipe, ConversationTemplate template, Action<string> note)
    {
        if (CarriedChatTemplate.Compare(template, CarriedChatTemplate.Read(FullPath)) is { } mismatch)
            note(mismatch.Message);
        if (Llava?.Config is not { } own)
            return;
        Compare("mm_vision_select_layer", own.MmVisionSelectLayer, recipe.VisionSelectLayer);
        Compare("mm_vision_select_feature", own.MmVisionSelectFeature, EngineMapping.SelectFeature(recipe));
        Compare("mm_use_im_start_end", own.MmUseImStartEnd, recipe.UsesStartEnd);

        void Compare<T>(string key, T model, T run) where T : struct
        {
            if (!EqualityComparer<T>.Default.Equals(model, run))
                note($"{key}: {run} in place of the model's {model}");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _owned.Dispose();
}
