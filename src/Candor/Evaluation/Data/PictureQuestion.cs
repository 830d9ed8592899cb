using Candor.Evaluation.Models;

namespace Candor.Evaluation.Data;

/// <summary>A line of a file of questions about pictures.</summary>
/// <param name="Row">0-based number of the question.</param>
/// <param name="FileName">The picture's file as the line names it, below the folder of pictures.</param>
/// <param name="Image">The picture.</param>
/// <param name="Question">The question.</param>
/// <param name="Choices">The answers to choose from, at least two different ones.</param>
/// <param name="Answer">Position of the right one.</param>
/// <param name="Kind">What kind of question it is, or null.</param>
internal sealed record PictureQuestion(
    int Row, string FileName, RequestImage Image, string Question, IReadOnlyList<string> Choices, int Answer, string? Kind);
