namespace LiveDialogue.Mixer.Encoding;

/// <summary>Where the encoder's sockets are: a folder that is ours alone.</summary>
internal static class RunFolder
{
    private const UnixFileMode OursAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="IOException">It can't be made.</exception>
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OursAlone);
    }

    /// <summary>What it still holds is of an encoder that ended badly, and nobody else's.</summary>
    public static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // gone already, or left for the next start
        }
    }
}
