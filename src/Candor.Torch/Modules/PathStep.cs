using Candor.Torch.Generation;

namespace Candor.Torch.Modules;

/// <summary>What one forward pass over a packed stream needs beside the tokens.</summary>
/// <param name="Runs">The runs in stream order; rows outside them are padding.</param>
/// <param name="Rotary">Angles for every position of the runs.</param>
/// <param name="Cache">The path so far; holds the last run's path afterwards.</param>
public sealed record PathStep(IReadOnlyList<TokenRun> Runs, RotaryTable Rotary, KvCache Cache);
