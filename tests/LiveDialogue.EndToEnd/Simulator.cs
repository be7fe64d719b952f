using System.Diagnostics;

namespace LiveDialogue.EndToEnd;

/// <summary>LiveDialogue.Simulator as a process of its own: many viewers or a prepared picture, without browsers.</summary>
internal static class Simulator
{
    private static readonly string Configuration =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    public static string Library { get; } = Path.Combine(RepositoryRoot.Path, "src", "LiveDialogue.Simulator", "bin", Configuration, "net10.0", "LiveDialogue.Simulator.dll");

    /// <returns>Running; to be ended by <see cref="End"/>.</returns>
    public static Process Start(params string[] words)
    {
        var process = Tool.Start("dotnet", [Library, .. words]);
        process.OutputDataReceived += (_, _) => { };     // read, or it would wait for somebody who does
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>SIGTERM, so that it says goodbye to the server.</summary>
    public static void End(Process simulator)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{simulator.Id}"]);
        kill.WaitForExit();
        simulator.WaitForExit();
    }
}
