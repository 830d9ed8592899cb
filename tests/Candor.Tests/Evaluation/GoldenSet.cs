using Candor.TestSupport;

namespace Candor.Tests.Evaluation;

/// <summary>Where the reference values of both sizes lie: small ones made for this project, in every clone, and the whole real data.</summary>
public static class GoldenSet
{
    /// <summary>The folder with p/, new/ and synthetic/.</summary>
    public static string LmEval(string size) => size == "small" ? Goldens.Committed("small", "lm_eval") : Goldens.Shared("goldens", "lm_eval");

    /// <summary>The data folder those values were made from.</summary>
    public static string Data(string size) => size == "small" ? Goldens.Committed("small", "lm_eval", "data") : Goldens.Shared("data");

    /// <summary>Rows of (size, protocol, task): every task under every protocol on both data sets.</summary>
    public static TheoryData<string, string, string> Tasks()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var size in new[] { "small", "shared" })
        {
            foreach (var protocol in Candor.Evaluation.Protocols.ProtocolRegistry.All)
            {
                foreach (var task in Candor.Evaluation.Tasks.TaskRegistry.All.Where(task => task.Card.Editions.ContainsKey(protocol.Name)))
                    rows.Add(size, protocol.Name, task.Name);
            }
        }

        return rows;
    }

    /// <summary>The goldens' folder name of a protocol.</summary>
    public static string Folder(string protocol) => protocol == "paper2023" ? "p" : "new";
}
