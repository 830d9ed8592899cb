using Candor.Torch.Kernels;
using Mono.Cecil;
using TorchSharp;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Kernels;

/// <summary>No call hands libtorch a scalar that a garbage collection may free meanwhile (see <see cref="TensorArithmetic"/>).</summary>
public sealed class TemporaryScalarTests
{
    /// <summary>Makes a scalar of every number among its arguments; <see cref="BatchedProduct"/> gives it tensors only.</summary>
    private const string Invoke = "System.Object TorchSharp.torch/jit/CompilationUnit::invoke(System.String,System.Object[])";

    public static TheoryData<string> Assemblies => ["Candor.Torch.dll", "Candor.Cli.dll"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void CodeMakesNone(string assembly)
    {
        using var torchSharp = Read(Path.GetFileName(typeof(Scalar).Assembly.Location));
        using var ours = Read(assembly);
        var makers = Makers(torchSharp);
        var found = Methods(ours).SelectMany(method => Calls(method)
            .Where(call => makers.Contains(call.FullName) || (IsScalar(call) && method.DeclaringType.Name != nameof(TensorArithmetic)))
            .Where(call => call.FullName != Invoke)
            .Select(call => $"{method.FullName} calls {call.FullName}"));
        Assert.Empty(found);
    }

    /// <summary>The scan sees what it is there for.</summary>
    [Fact]
    public void SumsAndProductsOfTorchSharpMakeThem()
    {
        using var torchSharp = Read(Path.GetFileName(typeof(Scalar).Assembly.Location));
        var makers = Makers(torchSharp);
        Assert.Contains("TorchSharp.torch/Tensor TorchSharp.torch/Tensor::op_Addition(TorchSharp.torch/Tensor,TorchSharp.torch/Tensor)", makers);
        Assert.Contains("TorchSharp.torch/Tensor TorchSharp.torch/Tensor::op_Multiply(TorchSharp.torch/Tensor,System.Double)", makers);
        Assert.DoesNotContain("TorchSharp.torch/Tensor TorchSharp.torch/Tensor::op_Multiply(TorchSharp.torch/Tensor,TorchSharp.torch/Tensor)", makers);
        Assert.Contains(Invoke, makers);
    }

    [Fact]
    public void TheyAreWhatTorchComputes()
    {
        using var scope = NewDisposeScope();
        Tensor x = randn(3, 4), y = randn(3, 4);
        Same(x + y, x.Plus(y));
        Same(x.add(y, alpha: 0.3), x.Plus(y, 0.3));
        Same(x + 0.7, x.Plus(0.7));
        Same(x * 0.7, x.Times(0.7));
        Same(x / 0.7, x.DividedBy(0.7));
        Same(x.pow(3), x.Power(3));
        Same(x.masked_fill(y > 0, 0.7), x.Filled(y > 0, 0.7));
        Same(x + y, x.clone().AddInPlace(y));
        Same(x.add(y, alpha: 0.3), x.clone().AddInPlace(y, 0.3));
        Same(x * 0.7, x.clone().TimesInPlace(0.7));

        static void Same(Tensor expected, Tensor found) => Assert.True(expected.equal(found).all().item<bool>());
    }

    private static AssemblyDefinition Read(string name) => AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, name));

    /// <summary>TorchSharp's methods that make a scalar themselves, or call one that does.</summary>
    private static HashSet<string> Makers(AssemblyDefinition torchSharp)
    {
        var calls = Methods(torchSharp).Where(method => method.DeclaringType.FullName != typeof(Scalar).FullName)
            .ToLookup(method => method.FullName, method => Calls(method).ToList());
        var callers = calls.SelectMany(method => method.SelectMany(list => list).Select(call => (Caller: method.Key, Callee: call.FullName)))
            .ToLookup(pair => pair.Callee, pair => pair.Caller);
        var makers = calls.Where(method => method.SelectMany(list => list).Any(IsScalar)).Select(method => method.Key).ToHashSet();
        var open = new Queue<string>(makers);
        while (open.TryDequeue(out var callee))
        {
            foreach (var caller in callers[callee].Where(makers.Add))
                open.Enqueue(caller);
        }

        return makers;
    }

    private static bool IsScalar(MethodReference method) => method.DeclaringType.FullName switch
    {
        "TorchSharp.Scalar" => method.Name is "op_Implicit" or ".ctor",
        "TorchSharp.ScalarExtensionMethods" => method.Name == "ToScalar",
        _ => false,
    };

    private static IEnumerable<MethodReference> Calls(MethodDefinition method) =>
        method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>();

    private static IEnumerable<MethodDefinition> Methods(AssemblyDefinition assembly) =>
        assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);
}
