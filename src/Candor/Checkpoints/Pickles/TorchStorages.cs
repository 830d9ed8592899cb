namespace Candor.Checkpoints.Pickles;

/// <summary>The storages that a pickle mentions by persistent ids.</summary>
internal sealed class TorchStorages
{
    private readonly Dictionary<string, TorchStorage> _byKey = new(StringComparer.Ordinal);

    /// <summary>All storages, by key.</summary>
    public IReadOnlyDictionary<string, TorchStorage> ByKey => _byKey;

    /// <summary>The storage of a persistent id: <c>("storage", class, key, location, number of elements)</c>.</summary>
    /// <remarks>The old format has a sixth item: null, or in the oldest files a window into another storage, which is refused.</remarks>
    /// <exception cref="InputException">The id is no such tuple, or contradicts an earlier one.</exception>
    public TorchStorage Mention(object? id, string place)
    {
        if (id is not object?[] items
            || items is not ["storage", PickleGlobal { Role: PickleRole.StorageType } type, string key, string, long count, .. [] or [null]])
        {
            throw new InputException(
                $"{place}: expected the id of a storage (\"storage\", type, key, location, elements), found another persistent id");
        }

        var storage = new TorchStorage(key, type.Dtype, ByteLength(count, type.Dtype?.ByteSize() ?? 1, place, key));
        if (_byKey.TryAdd(key, storage))
            return storage;
        return _byKey[key] == storage
            ? _byKey[key]
            : throw new InputException($"{place}: storage {ErrorText.Quote(key)}: expected one type and size, found two");
    }

    private static long ByteLength(long count, int size, string place, string key) =>
        count >= 0 && count <= long.MaxValue / size
            ? count * size
            : throw new InputException(
                $"{place}: storage {ErrorText.Quote(key)}: expected a size below 2^63 bytes, found {count} elements of {size}");
}
