namespace Candor.Checkpoints.Inspection;

/// <summary>Tells the vision parts of a LLaVA checkpoint from the decoder by the names of tensors.</summary>
internal static class VisionParts
{
    private static readonly string[] ProjectorPrefixes = ["model.mm_projector.", "mm_projector.", "multi_modal_projector."];

    private static readonly string[] TowerPrefixes = ["model.vision_tower.", "vision_tower.", "vision_model."];

    public static bool IsProjector(string name) => ProjectorPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    public static bool IsTower(string name) => TowerPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    public static VisionReport? Find(ConfigObject? config, IEnumerable<TensorEntry> tensors)
    {
        var entries = tensors.ToList();
        var projector = PartReport.Of(entries.Where(entry => IsProjector(entry.Name)));
        var tower = PartReport.Of(entries.Where(entry => IsTower(entry.Name)));
        var name = config?.Text("mm_vision_tower");
        return name is null && projector.Tensors == 0 && tower.Tensors == 0 ? null : new VisionReport
        {
            MmVisionTower = name,
            MmVisionSelectLayer = config?.Int("mm_vision_select_layer", int.MinValue, int.MaxValue),
            MmVisionSelectFeature = config?.Text("mm_vision_select_feature"),
            MmProjectorType = config?.Text("mm_projector_type"),
            MmUseImStartEnd = config?.Bool("mm_use_im_start_end"),
            Projector = projector,
            Tower = tower,
        };
    }
}
