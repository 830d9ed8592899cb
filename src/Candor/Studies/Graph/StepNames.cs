namespace Candor.Studies.Graph;

/// <summary>What steps are called: a verb and an object.</summary>
internal static class StepNames
{
    public const string Rows = "rows";

    public const string Train = "train";

    public const string Evaluate = "evaluate";

    public const string Contents = "contents";

    public const string Report = "report";
}
