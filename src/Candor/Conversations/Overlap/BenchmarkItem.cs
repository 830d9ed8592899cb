namespace Candor.Conversations.Overlap;

/// <summary>A document of a benchmark, as far as it could occur in training rows.</summary>
/// <param name="Benchmark">The benchmark's name.</param>
/// <param name="Number">0-based number of the document in its data.</param>
/// <param name="Texts">Its texts: question, answers, scenario.</param>
/// <param name="ImageName">Its picture's file name, or null.</param>
/// <param name="ImageSha256">SHA-256 of its picture's file, or null.</param>
public sealed record BenchmarkItem(
    string Benchmark, int Number, IReadOnlyList<string> Texts, string? ImageName = null, string? ImageSha256 = null);
