using System.Diagnostics;
using System.Globalization;

namespace LiveDialogue.Benchmarks.Mixing;

/// <summary>Runs ffmpeg, and says what it said when it fails.</summary>
internal static class Tools
{
    internal static Process Start(IEnumerable<string> arguments) => Start("ffmpeg", ["-nostats", .. arguments]);

    internal static Process StartProbe(IEnumerable<string> arguments) => Start("ffprobe", arguments);

    /// <exception cref="InvalidOperationException">It failed; its words are in the message.</exception>
    internal static async Task RunAsync(CancellationToken ct, params string[] arguments)
    {
        using var process = Start(["-nostdin", "-y", .. arguments]);
        var words = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0) throw new InvalidOperationException($"ffmpeg failed: {await words}");
    }

    internal static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);

    internal static void Figure(string name, double value, string format, string unit) => Console.WriteLine($"figure: program.{name} {Number(value, format)} {unit}");

    private static Process Start(string command, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (IEnumerable<string>)["-hide_banner", "-loglevel", "error", .. arguments]) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException($"{command} did not start.");
    }
}
