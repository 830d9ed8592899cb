namespace Candor.Reports.Facts;

/// <summary>How a reader gets from a number to its log.</summary>
internal static class ProvenanceWords
{
    public const string HowToTrace =
        "Every score and its interval come from the run.json that tables/scores.csv names in its row; every difference from the samples beside the two "
        + "run.json that tables/differences.csv names, a line a document; every loss from the trainer_state.json that tables/trainings.csv names. Paths are "
        + "relative to this study's folder.";
}
