using Microsoft.Win32.SafeHandles;

namespace LiveDialogue.Native.Linux;

/// <summary>Whose a file is.</summary>
public static class FileOwner
{
    private const uint Unchanged = uint.MaxValue;

    /// <param name="user">Numeric id.</param>
    /// <returns>False where it may not be given away, as by anybody but root.</returns>
    public static bool TryGive(SafeFileHandle file, uint user) =>
        OperatingSystem.IsLinux() && LibC.fchown(file, user, Unchanged) == 0;
}
