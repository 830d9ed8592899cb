namespace Candor.Evaluation.Models;

/// <summary>A model's answer to a <see cref="LogLikelihoodRequest"/>.</summary>
/// <param name="Value">Sum of the continuation tokens' natural log-probabilities.</param>
/// <param name="IsGreedy">Whether every continuation token is the most likely one (first maximum) at its place.</param>
public readonly record struct LogLikelihood(double Value, bool IsGreedy);
