using System.Diagnostics;

namespace LiveDialogue.EndToEnd.Field;

/// <summary>Further offices on stage, each a simulated publisher in a process of its own: a moving picture from a file, muted.</summary>
internal sealed class Offices : IAsyncDisposable
{
    private readonly List<Process> _processes = [];

    public async Task JoinAsync(EventDriver live, ServerProcess server, Invite speaker, string colour)
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        var library = Path.Combine(RepositoryRoot.Path, "src", "LiveDialogue.Simulator", "bin", configuration, "net10.0", "LiveDialogue.Simulator.dll");
        var process = Tool.Start("dotnet", library, "publish", "--url", $"{server.Url}/whip/{live.Id}", "--token", speaker.Token, "--video", await VideoAsync(colour));
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
        await live.SpeakerIsAsync(speaker, "link", "good");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private static async Task<string> VideoAsync(string colour)
    {
        var file = RepositoryRoot.Artifacts("media", $"office-{colour}.ivf");
        if (!File.Exists(file))
        {
            await Tool.OutputAsync(
                "ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i", $"color=c={colour}:s=320x180:r=15:d=4", "-f", "lavfi", "-i", "color=c=white:s=24x24:r=15:d=4",
                "-filter_complex", "[0][1]overlay=x='10+t*70':y=20", "-c:v", "libvpx", "-b:v", "150k", "-g", "30", "-deadline", "realtime", file);
        }
        return file;
    }
}
