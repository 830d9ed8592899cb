using Candor.Conversations.Auditing;
using Candor.Tests.Training.Runs;
using Candor.TestSupport;
using Candor.Training.Logs;

namespace Candor.Tests.Training.Logs;

public sealed class RowSummaryJsonTests
{
    [Fact]
    public void Counts_stand_beside_the_rows_they_count()
    {
        using var folder = new TemporaryFolder();
        var summary = TestRows.Summary(3);
        summary.Skipped.Add(new RowFinding(TestRows.Place(1), "expected a picture, found no file", "a.jpg"));
        summary.Trained.Cut.Add(new RowFinding(TestRows.Place(2), "120 tokens"));
        summary.Notes.Add("empty answer", TestRows.Place(0));

        RowSummaryJson.Write(folder.FullPath, summary);

        const string Expected = """
            {
              "data_path": "rows.json",
              "model_max_length": 100,
              "rows": 3,
              "rows_trained": 3,
              "rows_with_image": 0,
              "tokens": 90,
              "targets": 30,
              "skipped": {
                "count": 1,
                "rows": [
                  {
                    "row": 1,
                    "line": 3,
                    "image": "a.jpg",
                    "detail": "expected a picture, found no file"
                  }
                ]
              },
              "cut": {
                "count": 1,
                "rows": [
                  {
                    "row": 2,
                    "line": 4,
                    "detail": "120 tokens"
                  }
                ]
              },
              "without_targets": {
                "count": 0,
                "rows": []
              },
              "notes": {
                "empty answer": {
                  "count": 1,
                  "rows": [
                    {
                      "row": 0,
                      "line": 2
                    }
                  ]
                }
              }
            }

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), File.ReadAllText(folder.File(RowSummaryJson.FileName)));
    }

    [Fact]
    public void Many_findings_are_all_counted_and_listed_up_to_a_bound()
    {
        using var folder = new TemporaryFolder();
        var summary = TestRows.Summary(5000);
        for (var row = 0; row < 5000; row++)
            summary.Trained.Cut.Add(new RowFinding(TestRows.Place(row)));
        RowSummaryJson.Write(folder.FullPath, summary);
        var cut = Goldens.Json(folder.File(RowSummaryJson.FileName)).GetProperty("cut");
        Assert.Equal((5000, FindingTally.MaxListed), (cut.GetProperty("count").GetInt32(), cut.GetProperty("rows").GetArrayLength()));
    }
}
