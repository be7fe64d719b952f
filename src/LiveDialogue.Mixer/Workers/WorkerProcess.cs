using System.Diagnostics;
using System.IO.Pipes;
using LiveDialogue.Native.Linux;

namespace LiveDialogue.Mixer.Workers;

/// <summary>One real child. Its standard error is read all the time, so that it never waits for us to listen.</summary>
internal sealed class WorkerProcess : IWorkerProcess
{
    private const int PipeBytes = 1 << 20;

    private readonly Process _process;
    private readonly PrivateFile? _told;
    private readonly LastLines _lines;
    private int _disposed;

    /// <param name="process">Started, its three streams redirected. Owned from here on.</param>
    /// <param name="told">What it alone may read; deleted at its end, if not before.</param>
    public WorkerProcess(Process process, IReadOnlyList<string> secrets, PrivateFile? told = null)
    {
        (_process, _told) = (process, told);
        _lines = new(secrets);
        Id = process.Id;
        Input = process.StandardInput.BaseStream;
        Output = process.StandardOutput.BaseStream;
        if (Input is PipeStream input) _ = PipeSize.TrySet(input.SafePipeHandle, PipeBytes);
        if (Output is PipeStream output) _ = PipeSize.TrySet(output.SafePipeHandle, PipeBytes);
        Exited = WaitAsync(ListenAsync(process.StandardError.BaseStream));
    }

    public int Id { get; }

    public Stream Input { get; }

    public Stream Output { get; }

    public Task<int> Exited { get; }

    public string LastWords => _lines.ToString();

    public void Kill()
    {
        try
        {
            // Until it is reaped, which this class's process object does, the id is nobody else's.
            _process.Kill();
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // it ended by itself just now
        }
    }

    public void ForgetPrivate() => _told?.Dispose();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        Kill();
        await Exited;
        _process.Dispose();
        await CloseAsync(Input);
        await CloseAsync(Output);
    }

    private async Task<int> WaitAsync(Task listening)
    {
        await _process.WaitForExitAsync();
        _told?.Dispose();
        await Task.WhenAny(listening, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System)); // a grandchild may hold the pipe open
        return _process.ExitCode;
    }

    private async Task ListenAsync(Stream errors)
    {
        var buffer = new byte[1024];
        await using var closing = errors;   // a process object closes no stream that somebody has asked it for
        try
        {
            for (int read; (read = await errors.ReadAsync(buffer)) > 0;) _lines.Add(buffer.AsSpan(0, read));
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // it ended
        }
    }

    private static async Task CloseAsync(Stream stream)
    {
        try
        {
            await stream.DisposeAsync();
        }
        catch (IOException)
        {
            // what was still to be flushed has nobody to read it
        }
    }
}
