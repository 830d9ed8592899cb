namespace Candor.Images;

/// <summary>
/// Pillow's <c>Image.resize</c> with the bicubic filter on 8-bit pixels, bit for bit: a horizontal pass, rounded and clipped to bytes, then
/// a vertical one. Only the asked-for window of the result is computed, so a picture one pixel wide, whose resized form would not fit
/// in memory, costs no more than any other.
/// </summary>
internal static class BicubicResampler
{
    private const int Half = 1 << (BicubicTaps.PrecisionBits - 1);

    /// <summary>Resizes to <c>[rows.Count, columns.Count]</c>.</summary>
    public static RgbImage Resize(RgbImage image, BicubicTaps columns, BicubicTaps rows)
    {
        var rowBytes = columns.Count * RgbImage.Channels;
        var narrowed = new byte[checked(rows.InputCount * rowBytes)];
        for (var y = 0; y < rows.InputCount; y++)
            ResizeRow(image.Row(rows.InputStart + y), columns, narrowed.AsSpan(y * rowBytes, rowBytes));

        var result = new byte[checked(rows.Count * rowBytes)];
        var sums = new int[rowBytes];
        for (var y = 0; y < rows.Count; y++)
        {
            var inputs = narrowed.AsSpan((rows.First(y) - rows.InputStart) * rowBytes);
            MixRows(inputs, rows.Weights(y), sums, result.AsSpan(y * rowBytes, rowBytes));
        }

        return new RgbImage(columns.Count, rows.Count, result) { Source = image.Source };
    }

    private static void ResizeRow(ReadOnlySpan<byte> input, BicubicTaps columns, Span<byte> output)
    {
        for (var x = 0; x < columns.Count; x++)
        {
            int red = Half, green = Half, blue = Half;
            var at = columns.First(x) * RgbImage.Channels;
            foreach (var weight in columns.Weights(x))
            {
                red += input[at] * weight;
                green += input[at + 1] * weight;
                blue += input[at + 2] * weight;
                at += RgbImage.Channels;
            }

            var pixel = output.Slice(x * RgbImage.Channels, RgbImage.Channels);
            pixel[0] = ToByte(red);
            pixel[1] = ToByte(green);
            pixel[2] = ToByte(blue);
        }
    }

    private static void MixRows(ReadOnlySpan<byte> inputs, ReadOnlySpan<int> weights, Span<int> sums, Span<byte> output)
    {
        sums.Fill(Half);
        for (var tap = 0; tap < weights.Length; tap++)
        {
            var input = inputs.Slice(tap * sums.Length, sums.Length);
            for (var i = 0; i < sums.Length; i++)
                sums[i] += input[i] * weights[tap];
        }

        for (var i = 0; i < sums.Length; i++)
            output[i] = ToByte(sums[i]);
    }

    private static byte ToByte(int sum) => (byte)Math.Clamp(sum >> BicubicTaps.PrecisionBits, 0, byte.MaxValue);
}
