using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace LiveDialogue.Server.Tests.Events.Calendar;

/// <summary>Runs a program that isn't ours, to its end.</summary>
internal static class OutsideReader
{
    /// <summary>Debian's Python, which has Debian's python3-icalendar.</summary>
    public const string Python = "/usr/bin/python3";

    public static async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;   // throws where the program is missing
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return await output;
    }

    /// <summary>The script that reads a calendar with ical.js.</summary>
    public static string ReadWithNode => Path.GetFullPath(Path.Combine(Folder(), "../../../LiveDialogue.EndToEnd/Peers/read-ical.mjs"));

    /// <summary>The folder of the caller's source file: its scripts lie there.</summary>
    public static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;   // of a source file: it has one
}
