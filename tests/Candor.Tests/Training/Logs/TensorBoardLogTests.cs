using Candor.TestSupport;
using Candor.Training.Logs;

namespace Candor.Tests.Training.Logs;

public sealed class TensorBoardLogTests
{
    private static readonly DateTimeOffset s_time = new(2023, 9, 13, 1, 2, 3, 450, TimeSpan.Zero);

    [Fact]
    public void Scalars_are_read_back()
    {
        using var folder = new TemporaryFolder();
        Write(folder, 0, 1, 2, 300);
        var path = TensorBoardLog.PathIn(folder.FullPath);
        Assert.Equal("brain.Event:2", EventFiles.Version(path));
        Assert.Equal(
            [(1, "train/loss", 0.5f), (1, "train/lr", 1e-3f), (2, "train/loss", 1f), (2, "train/lr", 1e-3f), (300, "train/loss", 150f), (300, "train/lr", 1e-3f)],
            EventFiles.Scalars(path));
    }

    [Fact]
    public void Going_on_cuts_off_what_came_later_and_what_is_torn()
    {
        using var folder = new TemporaryFolder();
        Write(folder, 0, 1, 2, 3);
        using (var torn = File.OpenWrite(TensorBoardLog.PathIn(folder.FullPath)))
            torn.SetLength(torn.Length - 3);
        Write(folder, 1, 2, 5);
        Assert.Equal([1, 1, 2, 2, 5, 5], EventFiles.Scalars(TensorBoardLog.PathIn(folder.FullPath)).Select(scalar => scalar.Step));
    }

    // The known answer of CRC-32C is e3069283; masked as in TensorFlow's crc32c.h.
    [Fact]
    public void The_checksum_is_TensorFlows() => Assert.Equal(0xe3069283u, Unmask(MaskedCrc32C.Of("123456789"u8)));

    private static uint Unmask(uint masked)
    {
        var rotated = masked - 0xa282ead8;
        return (rotated >> 17) | (rotated << 15);
    }

    private static void Write(TemporaryFolder folder, int from, params int[] steps)
    {
        using var log = TensorBoardLog.Open(folder.FullPath, from, s_time);
        foreach (var step in steps)
            log.Append(s_time, step, ("train/loss", step / 2.0), ("train/lr", 1e-3));
    }
}
