using System.Globalization;

namespace Candor.Checkpoints.Adapters;

/// <summary>Which modules an adapter changes, and with which rank and scale.</summary>
/// <remarks>Follows <c>check_target_module_exists</c> and <c>get_pattern_key</c> of peft 0.21.</remarks>
internal sealed class ModuleSelector
{
    private readonly PeftConfig _config;
    private readonly PythonPattern? _target, _exclude;
    private readonly List<(PythonPattern Pattern, int Rank)> _ranks;
    private readonly List<(PythonPattern Pattern, double Alpha)> _alphas;

    /// <param name="config">The adapter's configuration.</param>
    /// <param name="file">Where it stands, for messages.</param>
    public ModuleSelector(PeftConfig config, string file)
    {
        _config = config;
        _target = config.TargetPattern is { } target ? PythonPattern.Whole(target, $"{file}: target_modules") : null;
        _exclude = config.ExcludePattern is { } exclude ? PythonPattern.Whole(exclude, $"{file}: exclude_modules") : null;
        _ranks = [.. config.RankPattern.Select(pair => (PythonPattern.End(pair.Key, $"{file}: rank_pattern"), pair.Value))];
        _alphas = [.. config.AlphaPattern.Select(pair => (PythonPattern.End(pair.Key, $"{file}: alpha_pattern"), pair.Value))];
    }

    /// <summary>Whether a module is adapted.</summary>
    public bool IsTarget(string module)
    {
        if (_exclude is not null ? _exclude.IsMatch(module) : _config.ExcludeModules.Any(name => IsNameOrEnd(module, name)))
            return false;
        if (_target is not null)
            return _target.IsMatch(module);
        return _config.TargetModules.Contains(module, StringComparer.Ordinal)
            || (_config.TargetModules.Any(name => IsNameOrEnd(module, name)) && IsInChosenLayer(module));
    }

    /// <summary>Whether the whole module is in the adapter's file.</summary>
    public bool IsSaved(string module) => _config.ModulesToSave.Any(name => module.EndsWith(name, StringComparison.Ordinal));

    public int Rank(string module) =>
        _ranks.Find(pair => pair.Pattern.IsMatch(module)) is { Pattern: not null } found ? found.Rank : _config.R;

    public double Scale(string module)
    {
        var alpha = _alphas.Find(pair => pair.Pattern.IsMatch(module)) is { Pattern: not null } found ? found.Alpha : _config.LoraAlpha;
        return alpha / (_config.UseRslora ? Math.Sqrt(Rank(module)) : Rank(module));
    }

    private static bool IsNameOrEnd(string module, string name) =>
        module.EndsWith(name, StringComparison.Ordinal) && (module.Length == name.Length || module[^(name.Length + 1)] == '.');

    // The index is the last number between dots that has something before it: model.layers.7.mlp.
    private bool IsInChosenLayer(string module)
    {
        if (_config.LayersToTransform.Count == 0)
            return true;
        var parts = module.Split('.');
        for (var i = parts.Length - 2; i >= 2; i--)
        {
            if (int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var layer)
                && (_config.LayersPattern.Count == 0 || _config.LayersPattern.Contains(parts[i - 1], StringComparer.Ordinal)))
                return _config.LayersToTransform.Contains(layer);
        }

        return false;
    }
}
