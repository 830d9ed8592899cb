using Candor.Evaluation.Tasks;

namespace Candor.Evaluation.Data;

/// <summary>One question of TruthfulQA's multiple-choice file.</summary>
/// <param name="Index">0-based number in the file.</param>
/// <param name="Question">The question, not trimmed.</param>
/// <param name="Mc1">One true answer, first, and false ones.</param>
/// <param name="Mc2">True and false answers in the file's order.</param>
internal sealed record TruthfulQaRow(int Index, string Question, ChoiceSet Mc1, ChoiceSet Mc2);
