namespace Candor.Torch.Modules;

/// <summary>
/// Consecutive tokens of one path in a packed stream: each follows the one before it, the first follows the cached token at
/// <paramref name="Position"/> − 1.
/// </summary>
/// <param name="Start">Row of the first token in the packed input.</param>
/// <param name="Count">Number of tokens.</param>
/// <param name="Position">Position of the first token in its path; the path is cut there before the run is appended.</param>
public readonly record struct TokenRun(int Start, int Count, int Position);
