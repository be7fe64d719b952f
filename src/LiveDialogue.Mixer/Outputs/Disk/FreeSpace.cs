namespace LiveDialogue.Mixer.Outputs.Disk;

/// <summary>Bytes that may still be written where a folder is; null where that can't be found out.</summary>
internal delegate long? FreeSpaceProbe(string folder);

internal static class FreeSpace
{
    /// <summary>What the file system says.</summary>
    public static long? Of(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
