namespace Candor.Checkpoints;

/// <summary>Names of a LLaVA v1.0 model's tensors beside its decoder's.</summary>
public static class LlavaTensors
{
    /// <summary>The projector's matrix, <c>[hidden, mm_hidden]</c>.</summary>
    public const string ProjectorWeight = "model.mm_projector.weight";

    /// <summary>The projector's bias, <c>[hidden]</c>.</summary>
    public const string ProjectorBias = "model.mm_projector.bias";

    private const string Tower = "vision_tower.";
    private const string Projector = "mm_projector.";

    /// <summary>Whether a tensor belongs to the tower that a full checkpoint carries along.</summary>
    public static bool IsOfTower(string name) => name.Contains(Tower, StringComparison.Ordinal);

    /// <summary>
    /// What a name with <c>mm_projector.</c> in it becomes: <c>model.mm_projector.</c> and what follows, as the reference takes it;
    /// null for other tensors.
    /// </summary>
    public static string? ProjectorName(string name)
    {
        int start = name.IndexOf(Projector, StringComparison.Ordinal);
        return start < 0 ? null : $"model.{name[start..]}";
    }
}
