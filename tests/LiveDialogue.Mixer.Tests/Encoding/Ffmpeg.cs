using System.Diagnostics;

namespace LiveDialogue.Mixer.Tests.Encoding;

/// <summary>ffmpeg and ffprobe as judges of what we write.</summary>
internal static class Ffmpeg
{
    /// <returns>The exit code, and what it complained of.</returns>
    public static async Task<(int ExitCode, string Errors)> RunAsync(byte[] input, IReadOnlyList<string> arguments)
    {
        var (code, _, errors) = await RunAsync("ffmpeg", input, ["-hide_banner", "-nostats", "-loglevel", "error", .. arguments]);
        return (code, errors);
    }

    /// <returns>What ffprobe said, its complaints included.</returns>
    public static async Task<string> ProbeAsync(byte[] input, IReadOnlyList<string> arguments)
    {
        var (_, output, errors) = await RunAsync("ffprobe", input, ["-hide_banner", "-loglevel", "error", .. arguments]);
        return output + errors;
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, byte[] input, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!; // no shell: it starts or throws
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it has seen enough
        }
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
