using Candor.Checkpoints;

namespace Candor.Training.Recipes;

/// <summary>The base model and its sight: the reference's <c>ModelArguments</c>.</summary>
public sealed record RecipeModel
{
    /// <summary><c>model_name_or_path</c>: the folder of the base model, a LLaMA or a whole LLaVA model, or a GGUF file.</summary>
    public required RecipePath BaseModel { get; init; }

    /// <summary><c>version</c>: which template rows are written with, and whether <c>[PAD]</c> is added.</summary>
    public required string Version { get; init; }

    /// <summary><c>vision_tower</c>, or null for a run without pictures. A name such as <c>openai/clip-vit-large-patch14</c>, or a folder.</summary>
    public RecipePath? VisionTower { get; init; }

    /// <summary><c>mm_vision_select_layer</c>: which hidden state of the tower is taken, counted from the end if negative.</summary>
    public required int VisionSelectLayer { get; init; }

    /// <summary><c>mm_vision_select_feature</c>: <c>patch</c> or <c>cls_patch</c>.</summary>
    public required string VisionSelectFeature { get; init; }

    /// <summary><c>pretrain_mm_mlp_adapter</c>: the projector of an earlier stage, or null.</summary>
    public RecipePath? PretrainedProjector { get; init; }

    /// <summary><c>tune_mm_mlp_adapter</c>: stage 1, only the projector and the start and end tokens are trained.</summary>
    public required bool TuneProjectorOnly { get; init; }

    /// <summary><c>freeze_mm_mlp_adapter</c>: the projector is not trained.</summary>
    public required bool FreezeProjector { get; init; }

    /// <summary><c>mm_use_im_start_end</c>: <c>&lt;im_start&gt;</c> and <c>&lt;im_end&gt;</c> stand around a picture.</summary>
    public required bool UsesStartEnd { get; init; }

    /// <summary><c>mm_use_im_patch_token</c>: <c>&lt;im_patch&gt;</c> is added to the vocabulary.</summary>
    public required bool UsesPatchToken { get; init; }

    /// <summary><c>initial_tensors</c>: a safetensors file whose tensors replace random starts, by name, or null.</summary>
    public RecipePath? InitialTensors { get; init; }

    /// <summary><c>dtype</c>, or <c>bf16: true</c>: the type computed with, float32 or bfloat16.</summary>
    public required TensorDtype Dtype { get; init; }
}
