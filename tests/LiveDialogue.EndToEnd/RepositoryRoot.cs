namespace LiveDialogue.EndToEnd;

internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    /// <summary>Where screenshots, generated media and logs go; ignored by git.</summary>
    public static string Artifacts(params string[] parts)
    {
        var path = System.IO.Path.Combine([Path, "artifacts", "end-to-end", .. parts]);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "LiveDialogue.sln"))) return folder.FullName;
        throw new InvalidOperationException("LiveDialogue.sln was not found above the test assembly.");
    }
}
