using System.Diagnostics;
using System.Text;

namespace LiveDialogue.EndToEnd;

/// <summary>A program run to its end.</summary>
internal sealed record Tool(int ExitCode, string Output, string Errors)
{
    public static async Task<Tool> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }

    /// <returns>What it wrote; the test fails when the program does.</returns>
    public static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        var run = await RunAsync(program, arguments);
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Errors}");
        return run.Output;
    }

    /// <returns>Running, both outputs redirected.</returns>
    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,    // bytes stay bytes
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
    }
}
