using System.Globalization;
using LiveDialogue.Mixer.Io;
using LiveDialogue.Mixer.Workers;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>One ffmpeg that encodes, from its start to its end, with the sockets its streams come by.</summary>
internal sealed class EncoderProcess : IAsyncDisposable
{
    // What it wrote before it ended lies in the sockets and is read at once; only a connection that was never made is waited for.
    private static readonly TimeSpan LastConnections = TimeSpan.FromMilliseconds(50);

    private readonly IReadOnlyList<(EncodedTrack Track, UnitSocket Socket)> _sockets;
    private readonly IWorkerProcess _worker;
    private readonly CancellationTokenSource _gone = new();
    private Task _reading = Task.CompletedTask;

    private EncoderProcess(IReadOnlyList<(EncodedTrack Track, UnitSocket Socket)> sockets, IWorkerProcess worker) => (_sockets, _worker) = (sockets, worker);

    public int Id => _worker.Id;

    public Stream Input => _worker.Input;

    public bool HasEnded => _worker.Exited.IsCompleted;

    /// <summary>False: its streams have nowhere to go, since its folder was swept away before it connected.</summary>
    public bool CanConnect => _sockets.All(s => s.Socket.Exists);

    public Task Exited => _worker.Exited;

    public string LastWords => _worker.LastWords;

    /// <summary>Completes when the process has ended and all that it wrote was passed on.</summary>
    public Task Drained { get; private set; } = Task.CompletedTask;

    /// <summary>Runs, and waits for its input.</summary>
    /// <param name="number">Of this encoder among those of the program: sockets aren't shared.</param>
    /// <param name="folder">Made again if somebody took it away: temporary folders are swept.</param>
    /// <exception cref="WorkerStartException">It can't be run.</exception>
    /// <exception cref="IOException">The folder can't be made, or holds no sockets.</exception>
    public static EncoderProcess Start(IWorkerStarter starter, string ffmpeg, string folder, int number)
    {
        RunFolder.Make(folder);
        var sockets = new List<(EncodedTrack Track, UnitSocket Socket)>();
        try
        {
            foreach (var track in Enum.GetValues<EncodedTrack>()) sockets.Add((track, new UnitSocket(PathOf(folder, number, track))));
            return new(sockets, starter.Start(EncoderCommand.For(ffmpeg, track => PathOf(folder, number, track))));
        }
        catch
        {
            foreach (var (_, socket) in sockets) socket.Dispose();
            throw;
        }
    }

    /// <summary>From here on its streams are passed on.</summary>
    public void Connect(IElementaryStreams to)
    {
        _reading = Task.WhenAll(_sockets.Select(s => ReadAsync(s.Track, s.Socket, to)));
        Drained = DrainAsync();
    }

    public void Kill() => _worker.Kill();

    public async ValueTask DisposeAsync()
    {
        _worker.Kill();
        await Drained;
        await _worker.DisposeAsync();
        foreach (var (_, socket) in _sockets) socket.Dispose();
        _gone.Dispose();
    }

    private async Task DrainAsync()
    {
        await _worker.Exited;
        _gone.CancelAfter(LastConnections);
        await _reading;
    }

    private async Task ReadAsync(EncodedTrack track, UnitSocket socket, IElementaryStreams to)
    {
        try
        {
            await using var stream = await socket.AcceptAsync(_gone.Token);
            await FlvReader.ReadAsync(stream, track, to, CancellationToken.None);
        }
        catch (Exception broken) when (broken is OperationCanceledException or IOException)
        {
            // it ended before it connected, or in the middle of a tag
        }
    }

    private static string PathOf(string folder, int number, EncodedTrack track) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number}-{(int)track}"));
}
