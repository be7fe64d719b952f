using System.Runtime.Versioning;
using LiveDialogue.Native.Linux;

namespace LiveDialogue.Mixer.Workers;

/// <summary>What a worker is told and nobody else may read: command lines can be listed by every user of a machine. In memory where the machine has such a folder.</summary>
internal sealed class PrivateFile : IDisposable
{
    private const string InMemory = "/dev/shm";
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PassThrough = Ours | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly DirectoryInfo _folder;

    /// <param name="asNobody">The worker that reads it runs as nobody, we as root.</param>
    /// <exception cref="IOException">There is no room for it.</exception>
    [UnsupportedOSPlatform("windows")]
    public PrivateFile(string content, bool asNobody)
    {
        _folder = Directory.CreateDirectory(System.IO.Path.Combine(Directory.Exists(InMemory) ? InMemory : System.IO.Path.GetTempPath(), "worker-" + Guid.NewGuid().ToString("N")), PassThrough);
        Path = System.IO.Path.Combine(_folder.FullName, "told");
        using var file = new FileStream(Path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Ours });
        if (asNobody && !FileOwner.TryGive(file.SafeFileHandle, WorkerWrapping.NobodyId)) File.SetUnixFileMode(file.SafeFileHandle, Ours | UnixFileMode.OtherRead);
        file.Write(System.Text.Encoding.UTF8.GetBytes(content));
    }

    public string Path { get; }

    /// <summary>Any thread, any number of times.</summary>
    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // it is gone already
        }
    }
}
