namespace LiveDialogue.Mixer.Outputs.Disk;

/// <summary>What a failure of the file system means to an operator.</summary>
internal static class DiskTrouble
{
    private const int NoSpace = 28;         // ENOSPC
    private const int OverQuota = 122;      // EDQUOT

    public static bool IsOne(Exception failure) => failure is IOException or UnauthorizedAccessException;

    public static OutputReason ReasonOf(Exception failure) =>
        failure is IOException && failure.HResult is NoSpace or OverQuota ? OutputReason.DiskFull : OutputReason.FolderGone;
}
