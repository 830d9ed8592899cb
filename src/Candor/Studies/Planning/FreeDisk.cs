namespace Candor.Studies.Planning;

/// <summary>Free space where a folder is or will be.</summary>
internal static class FreeDisk
{
    /// <summary>Bytes; of the nearest folder above that exists.</summary>
    public static long Of(string folder)
    {
        var place = folder;
        while (!Directory.Exists(place) && Path.GetDirectoryName(place) is { } above)
            place = above;
        return new DriveInfo(place).AvailableFreeSpace;
    }
}
