using System.Diagnostics;

namespace LiveDialogue.Mixer.Tests.Outputs;

/// <summary>An RTMP server for one connection: ffmpeg, which writes down what it is sent.</summary>
internal sealed class RtmpListener : IDisposable
{
    private readonly string _file;
    private Process _process;

    public RtmpListener(int port, string file)
    {
        _file = file;
        Url = $"rtmp://127.0.0.1:{port}/live/a-very-secret-key";
        _process = Listen();
    }

    public string Url { get; }

    /// <summary>
    /// Waits until so much is written down, which is later than that it was sent. A listener that ended before (it takes one connection, whatever comes
    /// of it) is put up again: who pushes tries again too.
    /// </summary>
    public async Task HasWrittenAsync(long bytes, CancellationToken ct)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (new FileInfo(_file) is not { Exists: true } written || written.Length < bytes)
        {
            if (_process.HasExited)
            {
                _process.Dispose();
                _process = Listen();
            }
            await look.WaitForNextTickAsync(ct);
        }
    }

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

    private Process Listen()
    {
        File.Delete(_file);
        var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", "-y", "-listen", "1", "-i", Url, "-c", "copy", "-flush_packets", "1", "-f", "flv", _file])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;    // null only for shell documents
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        kill.WaitForExit();
    }
}
