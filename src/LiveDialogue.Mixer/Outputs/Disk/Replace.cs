namespace LiveDialogue.Mixer.Outputs.Disk;

/// <summary>Writes whole files so that a reader sees the old one or the new one, never a part: to another name, then renamed.</summary>
internal static class Replace
{
    private const string Unfinished = ".part";

    public static void File(string path, ReadOnlySpan<byte> content)
    {
        var part = path + Unfinished;
        try
        {
            using (var handle = System.IO.File.OpenHandle(part, FileMode.Create, FileAccess.Write, preallocationSize: 0)) RandomAccess.Write(handle, content, 0);
            System.IO.File.Move(part, path, overwrite: true);
        }
        catch (IOException)
        {
            Forget(part);       // a full disk isn't helped by half a file
            throw;
        }
    }

    public static void File(string path, string content) => File(path, System.Text.Encoding.UTF8.GetBytes(content));

    private static void Forget(string part)
    {
        try
        {
            System.IO.File.Delete(part);
        }
        catch (IOException)
        {
            // the disk is beyond that; the first failure is the one to tell
        }
    }
}
