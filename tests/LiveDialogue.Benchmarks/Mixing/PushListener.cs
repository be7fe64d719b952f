using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LiveDialogue.Benchmarks.Mixing;

/// <summary>A platform that takes a push by RTMP and throws it away.</summary>
internal sealed class PushListener : IAsyncDisposable
{
    private readonly Process _process;

    internal PushListener()
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"rtmp://127.0.0.1:{FreePort()}/live/bench");
        _process = Tools.Start(["-nostdin", "-f", "flv", "-listen", "1", "-i", Url, "-c", "copy", "-f", "null", "-"]);
    }

    internal string Url { get; }

    internal TimeSpan ProcessorTime => _process.HasExited ? TimeSpan.Zero : Mixing.ProcessorTime.OfOne(_process.Id);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
