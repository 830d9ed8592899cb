using Candor.Studies.Recipes;

namespace Candor.Studies.Graph;

/// <summary>The steps of a study in the order in which they run: each stands behind those it waits for.</summary>
public sealed class StudyGraph
{
    private readonly Dictionary<string, StudyStep> _byName;

    /// <summary>Orders steps. Those that wait for nothing keep their order.</summary>
    /// <exception cref="ArgumentException">A name twice, a step that waits for none of them, or for itself in the end.</exception>
    public StudyGraph(IEnumerable<StudyStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var given = steps.ToList();
        _byName = given.ToDictionary(step => step.Name, StringComparer.Ordinal);
        Steps = Order(given);
    }

    /// <summary>The steps.</summary>
    public IReadOnlyList<StudyStep> Steps { get; }

    /// <summary>A step by its name.</summary>
    public StudyStep this[string name] => _byName[name];

    /// <summary>The graph of a study.</summary>
    /// <param name="recipe">The study.</param>
    /// <param name="preparations">Steps that make what the study file names; none for a study of given files.</param>
    public static StudyGraph Build(StudyRecipe recipe, params IReadOnlyList<PreparationStep> preparations)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(preparations);
        return new StudyGraph(new StudySteps(recipe, preparations).All());
    }

    private List<StudyStep> Order(List<StudyStep> given)
    {
        var ordered = new List<StudyStep>(given.Count);
        var open = new HashSet<string>(StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in given)
            Visit(step);
        return ordered;

        void Visit(StudyStep step)
        {
            if (done.Contains(step.Name))
                return;
            if (!open.Add(step.Name))
                throw new ArgumentException($"step {step.Name} waits for itself", nameof(given));
            foreach (var name in step.Upstream)
                Visit(_byName.TryGetValue(name, out var upstream) ? upstream : throw new ArgumentException($"step {step.Name} waits for {name}, which is none", nameof(given)));
            open.Remove(step.Name);
            done.Add(step.Name);
            ordered.Add(step);
        }
    }
}
