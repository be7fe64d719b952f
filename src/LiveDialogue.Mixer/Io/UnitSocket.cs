using System.Net.Sockets;

namespace LiveDialogue.Mixer.Io;

/// <summary>A UNIX socket in a private folder that one worker connects to, once, to give us its stream.</summary>
internal sealed class UnitSocket : IDisposable
{
    private readonly string _path;
    private readonly Socket _listening = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>Listens at once.</summary>
    /// <param name="path">At most 107 bytes; what is there is replaced.</param>
    /// <exception cref="IOException">The folder isn't there, or isn't ours.</exception>
    public UnitSocket(string path)
    {
        _path = path;
        File.Delete(path);
        try
        {
            _listening.Bind(new UnixDomainSocketEndPoint(path));
            _listening.Listen(1);
        }
        catch (SocketException refused)
        {
            _listening.Dispose();
            throw new IOException($"No socket for the encoder: {refused.Message}", refused);
        }
    }

    /// <summary>It can be found under its name.</summary>
    public bool Exists => File.Exists(_path);

    /// <summary>The worker's stream; ends when the worker does.</summary>
    /// <exception cref="IOException">This was disposed of meanwhile.</exception>
    public async Task<Stream> AcceptAsync(CancellationToken ct)
    {
        try
        {
            return new NetworkStream(await _listening.AcceptAsync(ct), ownsSocket: true);
        }
        catch (SocketException broken)
        {
            throw new IOException("Nobody connected.", broken);
        }
    }

    public void Dispose()
    {
        _listening.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (DirectoryNotFoundException)
        {
            // its folder went first
        }
    }
}
