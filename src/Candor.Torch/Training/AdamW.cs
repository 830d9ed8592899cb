using Candor.Torch.Kernels;

namespace Candor.Torch.Training;

/// <summary>The optimizer: clipping, moments and update in one pass over each parameter.</summary>
/// <param name="parameters">What is trained.</param>
/// <param name="options">Constants.</param>
internal sealed class AdamW(IReadOnlyList<TrainableParameter> parameters, AdamWOptions options)
{
    /// <summary>Updates done so far.</summary>
    public int StepsDone { get; set; }

    /// <summary>The gradients' L2 norm over all parameters, before clipping.</summary>
    public double GradientNorm() => Math.Sqrt(parameters.Sum(parameter => SquareSumKernel.Sum(parameter.Gradient)));

    /// <summary>The factor that clipping puts on gradients, as <c>clip_grad_norm_</c> forms it.</summary>
    public double ClipFactor(double norm) => options.MaxGradNorm > 0 ? Math.Min(1, options.MaxGradNorm / (norm + 1e-6)) : 1;

    /// <summary>One update.</summary>
    /// <param name="rate">Learning rate.</param>
    /// <param name="gradientFactor">Factor on the gradients.</param>
    public void Step(double rate, double gradientFactor)
    {
        StepsDone++;
        double correction1 = 1 - Math.Pow(options.Beta1, StepsDone), correction2 = 1 - Math.Pow(options.Beta2, StepsDone);
        foreach (var parameter in parameters)
        {
            double decay = parameter.Decays ? options.WeightDecay : 0;
            AdamWKernel.Step(parameter, new AdamWStep
            {
                Shrink = (float)(1 - (rate * decay)),
                GradientFactor = (float)gradientFactor,
                Mix1 = (float)(1 - options.Beta1),
                Keep2 = (float)options.Beta2,
                Mix2 = (float)(1 - options.Beta2),
                Size = (float)-(rate / correction1),
                Root = (float)Math.Sqrt(correction2),
                Epsilon = (float)options.Epsilon,
            });
        }
    }
}
