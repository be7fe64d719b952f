using System.Diagnostics;

namespace LiveDialogue.EndToEnd;

/// <summary>An RTMP server as a broadcaster might run it: ffmpeg, which takes one connection at a time and writes down what it is sent.</summary>
internal sealed class RtmpListener : IDisposable
{
    private readonly string _url;
    private Process _process;

    public RtmpListener(string url, string file)
    {
        (_url, File) = (url, file);
        _process = Listen();
    }

    public string File { get; }

    /// <summary>Waits until so many bytes are written. A listener that ended (it takes a single connection, whatever comes of it) is put up again.</summary>
    /// <param name="ended">Told why.</param>
    public Task HasWrittenAsync(long bytes, Action<string> ended) => Eventually.HoldsAsync("the listener has written", async () =>
    {
        if (new FileInfo(File) is { Exists: true } written && written.Length >= bytes) return true;
        if (!_process.HasExited) return false;
        ended(await _process.StandardError.ReadToEndAsync());
        _process.Dispose();
        _process = Listen();
        return false;
    });

    /// <summary>Who sent has gone, and the file is whole.</summary>
    public Task EndedAsync() => _process.WaitForExitAsync().WaitAsync(Eventually.Patience);

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private Process Listen()
    {
        System.IO.File.Delete(File);
        return Tool.Start("ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-listen", "1", "-i", _url, "-c", "copy", "-flush_packets", "1", "-f", "flv", File);
    }
}
