namespace Candor.Evaluation.Comparison.Readers;

/// <summary>Reads the logs of one kind of harness. A reader only reads: nothing in a log is executed or followed.</summary>
public interface IRunReader
{
    /// <summary>What it reads, for the message that lists what can be compared.</summary>
    string Reads { get; }

    /// <summary>Whether the file or folder looks like such logs; says nothing about whether they are complete.</summary>
    bool CanRead(string path);

    /// <summary>Reads the logs.</summary>
    /// <exception cref="InputException">They are damaged, or hold no value per document, so that nothing can be paired.</exception>
    EvaluationRun Read(string path);
}
