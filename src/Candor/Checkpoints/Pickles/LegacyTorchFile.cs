using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Candor.Checkpoints.Pickles;

/// <summary>
/// The format of torch.save before PyTorch 1.6: five pickles (a magic number, a version, the machine, the object, the keys of its
/// storages), then each storage as its number of elements and its bytes.
/// </summary>
internal static class LegacyTorchFile
{
    private const long Version = 1001;
    private const byte ProtocolOpcode = 0x80;

    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356", CultureInfo.InvariantCulture);

    /// <summary>Reads the pickles and finds the storages.</summary>
    /// <exception cref="InputException">The file is damaged, is something else, or holds more than tensors and plain values.</exception>
    public static TorchContent Read(MappedFile file)
    {
        var storages = new TorchStorages();
        var position = 0L;
        object? Next(string part) => Pickle(file, ref position, part, storages);

        if (file.Span(0, 1)[0] != ProtocolOpcode || Next("magic number") is not BigInteger number || number != Magic)
            throw new InputException(
                $"{file.Path}: expected a file of torch.save, found neither a zip archive nor the older format's magic number");
        if (Next("version") is not Version)
            throw new InputException($"{file.Path}: expected version {Version} of the old format, found another");
        var isLittleEndian = Next("machine") is PickleDict machine && machine.Items.Exists(item => item is { Key: "little_endian", Value: true });
        if (!isLittleEndian)
            throw new InputException($"{file.Path}: expected an old file of a little-endian machine, found another");
        var value = Next("object");
        if (Next("keys of storages") is not List<object?> keys || !keys.TrueForAll(key => key is string))
            throw new InputException($"{file.Path}: expected a list of the storages' keys, found something else");
        foreach (var key in keys.Cast<string>())
            Place(file, ref position, key, storages);
        return storages.ByKey.Values.FirstOrDefault(storage => storage.Address == 0) is { } lost
            ? throw new InputException($"{file.Path}: storage {ErrorText.Quote(lost.Key)}: expected it after the pickles, found nothing")
            : new TorchContent(value, IsBigEndian: false);
    }

    private static object? Pickle(MappedFile file, ref long position, string part, TorchStorages storages)
    {
        var bytes = file.Span(position, (int)Math.Min(file.Length - position, TorchContent.MaxPickleLength));
        var machine = new PickleMachine(bytes, $"{file.Path}: {part}", storages);
        var value = machine.Run();
        position += machine.Position;
        return value;
    }

    private static void Place(MappedFile file, ref long position, string key, TorchStorages storages)
    {
        InputException Bad(string expected) => new(
            $"{file.Path}: storage {ErrorText.Quote(key)}: expected {expected}, found something else (cut off?)");
        if (!storages.ByKey.TryGetValue(key, out var storage) || storage.Address != 0)
            throw Bad("a key that the object mentions, once");
        if (position > file.Length - sizeof(long))
            throw Bad("its number of elements");
        var count = BinaryPrimitives.ReadInt64LittleEndian(file.Span(position, sizeof(long)));
        position += sizeof(long);
        if (count != storage.ByteLength / storage.ElementSize || storage.ByteLength > file.Length - position)
            throw Bad($"{storage.ByteLength / storage.ElementSize} elements within the file");
        storage.Address = file.Address(position);
        position += storage.ByteLength;
    }
}
