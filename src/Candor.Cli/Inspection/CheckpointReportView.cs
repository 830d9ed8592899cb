using System.Globalization;
using Candor.Checkpoints;
using Candor.Checkpoints.Inspection;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Candor.Cli.Inspection;

/// <summary>A checkpoint's report for a reader: one line a fact.</summary>
internal static class CheckpointReportView
{
    /// <summary>Lays the report out.</summary>
    public static IRenderable Of(CheckpointReport report)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (label, value) in Lines(report))
            grid.AddRow(new Text(label, new Style(Color.Grey)), new Text(value));
        return grid;
    }

    private static IEnumerable<(string Label, string Value)> Lines(CheckpointReport report)
    {
        yield return ("path", report.Path);
        if (report.Gguf is { } stored)
            yield return ("architecture", Invariant($"{report.Architecture ?? "not named"}, GGUF version {stored.Version}"));
        else if (report.Architecture is not null || report.ModelType is not null)
            yield return ("architecture", $"{report.Architecture ?? "not named"} ({report.ModelType ?? "no model_type"})");
        yield return ("parameters", Count(report.Parameters));
        if (report.Gguf is { } types)
            yield return ("types", string.Join(", ", types.Types.Select(type => $"{type.Name} ({Count(type.Parameters)} in {Tensors(type.Tensors)})")));
        else if (report.Dtype is not null)
            yield return ("dtype", string.Join(", ", report.Dtypes.Select(row => report.Dtypes.Count == 1 ? row.Key : $"{row.Key} ({Count(row.Value)})")));
        foreach (var line in report.Config is { } config ? ConfigLines(config) : [])
            yield return line;
        yield return ("tokenizer", report.Gguf is { } gguf ? Tokenizer(gguf) : report.Tokenizer.Count > 0 ? string.Join(", ", report.Tokenizer) : "no files");
        if (report.ChatTemplate is { } template)
            yield return ("chat template", $"{template.Name ?? "none of Candor's"}, sha256 {template.Sha256}");
        foreach (var line in report.Vision is { } vision ? VisionLines(vision) : [])
            yield return line;
        foreach (var adapter in report.Adapters)
            yield return ("adapter", Describe(adapter));
        foreach (var file in report.Files)
            yield return ("file", $"{file.Name}, {Count(file.Bytes)} bytes, {(file.Tensors is { } count ? Tensors(count) : "not read")}");
        if (report.SetAside.Count > 0)
            yield return ("set aside", string.Join(", ", report.SetAside));
        yield return ("digest", report.Digest ?? "none");
        foreach (var problem in report.Problems.DefaultIfEmpty("none"))
            yield return ("problems", problem);
    }

    private static IEnumerable<(string Label, string Value)> ConfigLines(LlamaConfig config)
    {
        yield return ("layers", Invariant(
            $"{config.NumHiddenLayers} of width {config.HiddenSize}, feed-forward {config.IntermediateSize} ({config.HiddenAct})"));
        yield return ("heads", Invariant($"{config.NumAttentionHeads} of width {config.HeadDim}, {config.NumKeyValueHeads} for keys and values"));
        yield return ("vocabulary", Invariant($"{config.VocabSize}{(config.TieWordEmbeddings ? ", output matrix tied to the embedding" : "")}"));
        yield return ("positions", Invariant($"{config.MaxPositionEmbeddings}"));
        var scaling = config.Rope.Type == RopeType.Default ? "" : Invariant($", {config.Rope.Type.ToString().ToLowerInvariant()} scaling by {config.Rope.Factor}");
        yield return ("rope", Invariant($"θ {config.Rope.Theta}{scaling}"));
    }

    private static string Tokenizer(GgufReport gguf) => gguf.TokenizerModel is null
        ? "none in the file"
        : $"{gguf.TokenizerModel}, pre-tokenizer {gguf.PreTokenizer ?? "not named"}, {Count(gguf.Tokens)} tokens, "
        + (gguf.ChatTemplate is not null ? "with a chat template" : "without a chat template");

    private static IEnumerable<(string Label, string Value)> VisionLines(VisionReport vision)
    {
        yield return ("vision tower", $"{vision.MmVisionTower ?? "not named"}, {Describe(vision.Tower)}");
        if (vision.MmVisionSelectLayer is { } layer)
            yield return ("vision layer", Invariant($"{layer}, {vision.MmVisionSelectFeature ?? "patch"}"));
        yield return ("projector", $"{vision.MmProjectorType ?? "linear"}, {Describe(vision.Projector)}");
    }

    private static string Describe(PartReport part) =>
        part.Tensors == 0 ? "no weights read" : $"{Count(part.Parameters)} parameters in {Tensors(part.Tensors)}";

    private static string Describe(AdapterReport adapter)
    {
        var kind = (adapter.PeftType ?? "unnamed kind") + (adapter.UseDora ? " (DoRA)" : "") + (adapter.UseRslora ? " (rsLoRA)" : "");
        return Invariant($"{kind} of rank {adapter.R}, alpha {adapter.LoraAlpha}, on {string.Join(", ", adapter.TargetModules)} of {adapter.Base ?? "an unnamed base"}");
    }

    private static string Tensors(int count) => count == 1 ? "1 tensor" : Count(count) + " tensors";

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
