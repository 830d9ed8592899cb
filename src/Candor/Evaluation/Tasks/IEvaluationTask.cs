using Candor.Evaluation.Data;
using Candor.Evaluation.Protocols;

namespace Candor.Evaluation.Tasks;

/// <summary>A benchmark task of the kind "which of these answers is the most likely": one short file a task.</summary>
public interface IEvaluationTask
{
    /// <summary>Its facts, with one line a protocol.</summary>
    TaskCard Card { get; }

    /// <summary>Its name.</summary>
    string Name => Card.Name;

    /// <summary>All documents, in the file's order.</summary>
    /// <exception cref="InputException">The file has not the expected form.</exception>
    IEnumerable<TaskDocument> Read(DataFile file, Protocol protocol);
}
