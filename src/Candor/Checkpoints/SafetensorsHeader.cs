using System.Text.Json;
using System.Text.Unicode;

namespace Candor.Checkpoints;

/// <summary>The JSON header of a safetensors file: its tensors in the order of the header, and its metadata if it has any.</summary>
/// <remarks>Follows https://huggingface.co/docs/safetensors and the checks of the reference implementation, version 0.8.0.</remarks>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsSlot> Slots, IReadOnlyDictionary<string, string>? Metadata)
{
    // torch itself allows 64 dimensions; the bound keeps a hostile header from growing in memory.
    private const int MaxDimensions = 64;

    // Far above any published file. A header of 100 MB could name two million empty tensors and take gigabytes to describe them.
    private const int MaxTensors = 1 << 17;

    /// <summary>Parses the header text. Nothing is known yet about how the byte ranges fit together.</summary>
    /// <exception cref="InputException">The text is not a safetensors header.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, string file)
    {
        if (!Utf8.IsValid(json))
            throw new InputException($"{file}: expected a header in UTF-8, found other bytes");
        var reader = new Utf8JsonReader(json);
        try
        {
            var header = ReadEntries(ref reader, file);
            // The text must end here; reading on skips white space and throws on anything else.
            reader.Read();
            return header;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape of an unpaired surrogate, which is no text.
            throw new InputException($"{file}: expected a JSON header: {ErrorText.Reason(error)}", error);
        }
    }

    private static SafetensorsHeader ReadEntries(ref Utf8JsonReader reader, string file)
    {
        reader.Read();
        Expect(reader, JsonTokenType.StartObject, file, "header", "a JSON object");
        var slots = new Dictionary<string, SafetensorsSlot>(StringComparer.Ordinal);
        Dictionary<string, string>? metadata = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var isNew = name == "__metadata__" ? metadata is null : !slots.ContainsKey(name);
            if (!isNew)
                throw new InputException($"{file}: {ErrorText.Quote(name)}: expected one entry of this name, found two");
            if (name == "__metadata__")
                metadata = ReadMetadata(ref reader, file);
            else
                slots.Add(name, ReadSlot(ref reader, name, file));
            if (slots.Count > MaxTensors)
                throw new InputException($"{file}: expected at most {MaxTensors} tensors, found more");
        }

        return new SafetensorsHeader([.. slots.Values], metadata);
    }

    private static Dictionary<string, string> ReadMetadata(ref Utf8JsonReader reader, string file)
    {
        Expect(reader, JsonTokenType.StartObject, file, "__metadata__", "an object of strings");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            Expect(reader, JsonTokenType.String, file, $"__metadata__: {ErrorText.Quote(key)}", "text");
            metadata[key] = reader.GetString()!;
        }

        return metadata;
    }

    private static SafetensorsSlot ReadSlot(ref Utf8JsonReader reader, string name, string file)
    {
        var place = ErrorText.Quote(name);
        Expect(reader, JsonTokenType.StartObject, file, place, "an object");
        TensorDtype? dtype = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            reader.Read();
            if (key switch { "dtype" => dtype is not null, "shape" => shape is not null, "data_offsets" => offsets is not null, _ => false })
                throw new InputException($"{file}: {place}: {key}: expected one such key, found two");
            switch (key)
            {
                case "dtype": dtype = ReadDtype(reader, file, place); break;
                case "shape": shape = ReadNumbers(ref reader, MaxDimensions, file, $"{place}: shape"); break;
                case "data_offsets": offsets = ReadNumbers(ref reader, 2, file, $"{place}: data_offsets"); break;
                default: reader.Skip(); break;
            }
        }

        if (offsets is not [var begin, var end])
            throw new InputException($"{file}: {place}: data_offsets: expected two offsets, found {offsets?.Length ?? 0}");
        return new SafetensorsSlot(
            name,
            dtype ?? throw new InputException($"{file}: {place}: dtype: expected a dtype, found nothing"),
            shape ?? throw new InputException($"{file}: {place}: shape: expected a list of sizes, found nothing"),
            begin,
            end);
    }

    private static TensorDtype ReadDtype(in Utf8JsonReader reader, string file, string place)
    {
        Expect(reader, JsonTokenType.String, file, $"{place}: dtype", "text");
        var text = reader.GetString()!;
        return TensorDtypes.FromSafetensors(text)
            ?? throw new InputException(
                $"{file}: {place}: dtype: expected one of {string.Join(", ", TensorDtypes.SafetensorsNames)}, found {ErrorText.Quote(text)}");
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader, int limit, string file, string place)
    {
        Expect(reader, JsonTokenType.StartArray, file, place, "a list of integers");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0)
                throw new InputException($"{file}: {place}: expected integers of 0 or more, found {Found(reader)}");
            if (numbers.Count == limit)
                throw new InputException($"{file}: {place}: expected at most {limit} integers, found more");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void Expect(in Utf8JsonReader reader, JsonTokenType type, string file, string place, string expected)
    {
        if (reader.TokenType != type)
            throw new InputException($"{file}: {place}: expected {expected}, found {Found(reader)}");
    }

    private static string Found(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "text",
        JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 40)]),
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        JsonTokenType.Null => "null",
        _ => "nothing",
    };
}
