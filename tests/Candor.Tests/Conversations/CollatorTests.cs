using Candor.Checkpoints;
using Candor.Conversations.Labels;

namespace Candor.Tests.Conversations;

public sealed class CollatorTests
{
    public static TheoryData<string, string> Batches()
    {
        var data = new TheoryData<string, string>();
        foreach (var size in LabelGoldens.Sizes)
        {
            if (LabelGoldens.TryFile(size, "collator.json") is { } file)
            {
                foreach (var batch in file.EnumerateObject())
                    data.Add(size, batch.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Batch_is_padded_and_cut_as_the_reference_does(string size, string key)
    {
        var batch = LabelGoldens.File(size, "collator.json").GetProperty(key);
        var rows = LabelGoldens.File(size, "edge.json").GetProperty("rows");
        var parts = key.Split('.');
        var maxLength = int.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture);
        var (encoder, plan) = LabelGoldens.Encoder(size, $"{parts[0]}|{parts[1]}", maxLength);
        Assert.Equal(batch.GetProperty("pad_id").GetInt32(), plan.PadId);

        var encoded = batch.GetProperty("rows").EnumerateArray().Select(name => encoder.Encode(LabelGoldens.Row(rows.GetProperty(name.GetString()!)))).ToList();
        var collated = new Collator(plan.PadId, maxLength, masksGenuinePadding: true).Collate(encoded);

        using var tensors = SafetensorsFile.Open(Path.Combine(LabelGoldens.Folder(size), "collator.safetensors"));
        Assert.Equal([collated.Rows, collated.Length], tensors.Tensors[$"{key}.input_ids"].Shape);
        Assert.Equal(Longs(tensors, $"{key}.input_ids"), collated.InputIds);
        Assert.Equal(Longs(tensors, $"{key}.labels"), collated.Labels);
        Assert.Equal(Longs(tensors, $"{key}.attention_mask"), Array.ConvertAll(collated.AttentionMask, isReal => isReal ? 1L : 0L));
    }

    /// <summary>The reference masks by value; where the padding is also a target, only the position tells them apart.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Genuine_id_of_the_padding_is_masked_where_the_mask_goes_by_value(bool masksByValue)
    {
        var batch = new Collator(padId: 0, modelMaxLength: 8, masksByValue).Collate(
        [
            new EncodedRow { Ids = [1, 0, 5], Labels = [-100, 0, 5], FullLength = 3 },
            new EncodedRow { Ids = [1], Labels = [-100], FullLength = 1 },
        ]);
        Assert.Equal([1, 0, 5, 1, 0, 0], batch.InputIds);
        Assert.Equal([-100, 0, 5, -100, -100, -100], batch.Labels);
        Assert.Equal([true, !masksByValue, true, true, false, false], batch.AttentionMask);
    }

    private static unsafe long[] Longs(SafetensorsFile tensors, string name)
    {
        var view = tensors.View(name);
        return new ReadOnlySpan<long>((void*)view.Address, (int)(view.ByteLength / sizeof(long))).ToArray();
    }
}
