namespace Candor.Studies.Graph;

/// <summary>What steps are called: a verb and an object.</summary>
internal static class StepNames
{
    /// <summary>Writes study.json.</summary>
    public const string Contents = "contents";

    /// <summary>Writes the report.</summary>
    public const string Report = "report";

    /// <summary>Makes a set of rows.</summary>
    public static string Rows(string set) => $"rows {set}";

    /// <summary>Trains a model: <c>tiny/stage1</c>, <c>tiny/lora-42</c>.</summary>
    public static string Training(string model) => $"train {model}";

    /// <summary>Asks a model.</summary>
    public static string Evaluation(string model, bool withBlankImages) => withBlankImages ? $"evaluate {model} blank" : $"evaluate {model}";
}
