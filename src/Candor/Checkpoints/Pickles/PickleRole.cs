namespace Candor.Checkpoints.Pickles;

/// <summary>What a known Python name stands for in the record of a tensor.</summary>
internal enum PickleRole
{
    /// <summary><c>collections.OrderedDict</c>: a dictionary.</summary>
    OrderedDict,

    /// <summary><c>torch.Size</c>: a tuple of sizes.</summary>
    Size,

    /// <summary>A view of a typed storage: storage, offset, size, stride.</summary>
    RebuildTensor,

    /// <summary>The same, and whether it takes a gradient, hooks, and in newer files flags.</summary>
    RebuildTensorV2,

    /// <summary>The same over a storage of bytes, with a dtype.</summary>
    RebuildTensorV3,

    /// <summary>A tensor that a module owns.</summary>
    RebuildParameter,

    /// <summary>The class of a storage.</summary>
    StorageType,

    /// <summary>A torch dtype.</summary>
    Dtype,
}
