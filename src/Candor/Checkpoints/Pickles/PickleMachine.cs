using System.Numerics;

namespace Candor.Checkpoints.Pickles;

/// <summary>
/// Reads the part of Python's pickle language that tensors are saved in. It builds lists, dictionaries and records; it imports and calls
/// nothing, and refuses every name that is not in <see cref="PickleGlobal"/>.
/// </summary>
/// <remarks>
/// The opcodes are those of CPython's <c>pickletools</c> that torch.save writes with protocols 2 to 4. Every step reads at least one byte
/// and makes at most one object, so work and memory are bounded by <see cref="MaxSteps"/>; nothing recurses, however deep the data nests.
/// </remarks>
/// <param name="bytes">The pickle, and possibly more after it.</param>
/// <param name="place">Where it stands, for messages.</param>
/// <param name="storages">Receives the storages it mentions.</param>
internal ref struct PickleMachine(ReadOnlySpan<byte> bytes, string place, TorchStorages storages)
{
    /// <summary>Enough for the records of 100,000 tensors.</summary>
    private const int MaxSteps = 4_000_000;

    private const int MaxProtocol = 5;

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private PickleReader _reader = new(bytes, place);

    /// <summary>Bytes of the pickle that were read.</summary>
    public readonly int Position => _reader.Position;

    /// <summary>Reads one object, up to the opcode that ends it.</summary>
    /// <exception cref="InputException">The bytes are no pickle, or one that holds more than tensors and plain values.</exception>
    public object? Run()
    {
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            var opcode = _reader.Byte();
            if (opcode == '.')
                return Pop();
            if (!Value(opcode) && !Container(opcode) && !Memo(opcode) && !Record(opcode))
                throw _reader.Bad("an opcode that records of tensors use", $"0x{opcode:x2}");
        }

        throw _reader.Bad($"at most {MaxSteps} opcodes", "more");
    }

    /// <summary>Plain values.</summary>
    private bool Value(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'N': Push(null); return true;
            case 0x88: Push(true); return true;
            case 0x89: Push(false); return true;
            case (byte)'J': Push((long)_reader.Int32()); return true;
            case (byte)'K': Push((long)_reader.Byte()); return true;
            case (byte)'M': Push((long)_reader.UInt16()); return true;
            case 0x8a: PushInteger(_reader.Take(_reader.Byte())); return true;
            case (byte)'G': Push(_reader.BigEndianDouble()); return true;
            case (byte)'X' or (byte)'T': Push(_reader.Text(_reader.UInt32())); return true;
            case 0x8c or (byte)'U': Push(_reader.Text(_reader.Byte())); return true;
            case 0x8d: Push(_reader.Text(_reader.UInt64())); return true;
            default: return false;
        }
    }

    /// <summary>Lists, tuples and dictionaries.</summary>
    private bool Container(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'(': _marks.Push(_stack.Count); return true;
            case (byte)')': Push(Array.Empty<object?>()); return true;
            case (byte)'t': Push(PopToMark()); return true;
            case 0x85 or 0x86 or 0x87: Push(Pop(opcode - 0x84)); return true;
            case (byte)']': Push(new List<object?>()); return true;
            case (byte)'}': Push(new PickleDict()); return true;
            case (byte)'a': Append([Pop()]); return true;
            case (byte)'e': Append(PopToMark()); return true;
            case (byte)'s': SetItems(Pop(2)); return true;
            case (byte)'u': SetItems(PopToMark()); return true;
            default: return false;
        }
    }

    /// <summary>Objects that are mentioned again, and the frame of newer protocols.</summary>
    private bool Memo(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: Protocol(); return true;
            case 0x95: _reader.UInt64(); return true;
            case 0x94: _memo[(uint)_memo.Count] = Top(); return true;
            case (byte)'q': _memo[_reader.Byte()] = Top(); return true;
            case (byte)'r': _memo[_reader.UInt32()] = Top(); return true;
            case (byte)'h': Push(Recall(_reader.Byte())); return true;
            case (byte)'j': Push(Recall(_reader.UInt32())); return true;
            default: return false;
        }
    }

    /// <summary>Names, storages and tensors.</summary>
    private bool Record(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'c': Push(Global(_reader.Line(), _reader.Line())); return true;
            case 0x93: Push(StackGlobal()); return true;
            case (byte)'Q': Push(storages.Mention(Pop(), place)); return true;
            case (byte)'R': Push(Reduce()); return true;
            case (byte)'b': Build(); return true;
            default: return false;
        }
    }

    private void Protocol()
    {
        var protocol = _reader.Byte();
        if (protocol > MaxProtocol)
            throw _reader.Bad($"a pickle protocol of at most {MaxProtocol}", $"{protocol}");
    }

    private readonly void PushInteger(ReadOnlySpan<byte> bytes)
    {
        var value = new BigInteger(bytes);
        if (value >= long.MinValue && value <= long.MaxValue)
            Push((long)value);
        else
            Push(value);
    }

    private readonly PickleGlobal Global(string module, string name) =>
        PickleGlobal.Find(module, name)
        ?? throw new InputException(
            $"{place}: expected only tensors and plain values, found the Python name {ErrorText.Quote($"{module}.{name}")}: "
            + "nothing in a checkpoint is executed");

    private PickleGlobal StackGlobal() =>
        Pop(2) is [string module, string name] ? Global(module, name) : throw _reader.Bad("two texts for a Python name", "something else");

    private object? Reduce() =>
        Pop(2) is [PickleGlobal callee, object?[] arguments]
            ? TensorRecord.Rebuild(callee, arguments, place)
            : throw _reader.Bad("a known record and its arguments", "something else");

    // A module's state dict carries its versions as an attribute of the dictionary; they say nothing about the tensors.
    private void Build()
    {
        var state = Pop();
        if (state is not PickleDict || Top() is not PickleDict)
            throw _reader.Bad("an attribute of a dictionary", "a state of something else");
    }

    private readonly void Append(object?[] items)
    {
        if (Top() is not List<object?> list)
            throw _reader.Bad("a list to append to", "something else");
        list.AddRange(items);
    }

    private readonly void SetItems(object?[] items)
    {
        if (Top() is not PickleDict dict || items.Length % 2 != 0)
            throw _reader.Bad("a dictionary and pairs to put into it", "something else");
        for (var i = 0; i < items.Length; i += 2)
            dict.Items.Add(new(items[i], items[i + 1]));
    }

    private readonly object? Recall(uint index) =>
        _memo.TryGetValue(index, out var value)
            ? value
            : throw _reader.Bad("an object that was remembered", $"a reference to number {index}, which was not");

    private readonly void Push(object? value) => _stack.Add(value);

    private readonly object? Top() => _stack.Count > Floor ? _stack[^1] : throw Empty();

    private readonly object? Pop() => Pop(1)[0];

    private readonly object?[] Pop(int count) => _stack.Count - count >= Floor ? Cut(_stack.Count - count) : throw Empty();

    private readonly object?[] PopToMark() => _marks.TryPop(out var mark) ? Cut(mark) : throw Empty();

    // What lies below an open mark belongs to the collection around it.
    private readonly int Floor => _marks.TryPeek(out var mark) ? mark : 0;

    private readonly object?[] Cut(int from)
    {
        var items = _stack.GetRange(from, _stack.Count - from).ToArray();
        _stack.RemoveRange(from, items.Length);
        return items;
    }

    private readonly InputException Empty() => _reader.Bad("more objects before this opcode", "an empty stack");
}
