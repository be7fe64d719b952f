using System.Diagnostics;

namespace LiveDialogue.Mixer.Tests.Outputs;

/// <summary>An RTMP server for one connection: ffmpeg, which writes down what it is sent.</summary>
internal sealed class RtmpListener : IDisposable
{
    private readonly Process _process;

    public RtmpListener(int port, string file)
    {
        Url = $"rtmp://127.0.0.1:{port}/live/a-very-secret-key";
        _process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", "-y", "-listen", "1", "-i", Url, "-c", "copy", "-flush_packets", "1", "-f", "flv", file])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;    // null only for shell documents
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    public string Url { get; }

    public Task EndedAsync() => _process.WaitForExitAsync().WaitAsync(OutputDriver.Patience);

    /// <summary>Hangs: the connection stays, nothing is read.</summary>
    public void Stop() => Signal("-STOP");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Signal("-CONT");
            _process.Kill();
        }
        _process.Dispose();
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        kill.WaitForExit();
    }
}
