using System.Text;

namespace LiveDialogue.Mixer.Picture.Text;

/// <summary>A script on disk while a worker reads it. The worker runs as nobody: it may read the file, whose folder others can't list.</summary>
internal sealed class ScriptFile : IDisposable
{
    private const UnixFileMode PassThrough = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lettering-");

    public ScriptFile(string script)
    {
        var path = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N") + ".ass");
        File.WriteAllText(path, script);
        if (!OperatingSystem.IsWindows())
        {
            _folder.UnixFileMode = PassThrough;
            File.SetUnixFileMode(path, Readable);
        }
        FilterPath = Escape(path);
    }

    /// <summary>The path as it stands in a filter's argument.</summary>
    public string FilterPath { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Twice, as ffmpeg reads it twice: once for the filter's options, once for the graph.</summary>
    private static string Escape(string path) => Escaped(Escaped(path, @"\':"), @"\'[],;");

    private static string Escaped(string path, string special)
    {
        var escaped = new StringBuilder(path.Length);
        foreach (var character in path)
        {
            if (special.Contains(character, StringComparison.Ordinal)) escaped.Append('\\');
            escaped.Append(character);
        }
        return escaped.ToString();
    }
}
