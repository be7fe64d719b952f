using System.Runtime.CompilerServices;

namespace LiveDialogue.Testing;

/// <summary>
/// Compares text with a file beside the test, by Verify's convention: <c>Test.name.verified.txt</c> is what was agreed to, a difference leaves
/// <c>Test.name.received.txt</c> to look at and, if it is right, to rename.
/// </summary>
public static class Snapshot
{
    /// <param name="name">Of the snapshot within the test's class.</param>
    /// <param name="extension">Of its files, without the dot.</param>
    /// <exception cref="InvalidOperationException">The text is not what was agreed to.</exception>
    public static void Verify(string text, string name, string extension = "txt", [CallerFilePath] string testFile = "")
    {
        var folder = Path.GetDirectoryName(testFile)!;    // of a source file: it has one
        var stem = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(testFile)}.{name}");
        var verified = $"{stem}.verified.{extension}";
        var received = $"{stem}.received.{extension}";
        var normal = text.ReplaceLineEndings("\n");
        if (File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == normal)
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, normal);
        throw new InvalidOperationException($"Snapshot differs: compare {Path.GetFileName(received)} with {Path.GetFileName(verified)} in {folder}.");
    }
}
