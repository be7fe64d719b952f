using System.Diagnostics;

namespace LiveDialogue.Conventions;

/// <summary>What people meet first: the scripts' words.</summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Scripts => [.. Directory.GetFiles(Path.Combine(Repository.Root, "scripts")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Help_is_text_and_neither_a_comment_nor_a_program(string script)
    {
        var (code, said, _) = await RunAsync(Repository.Root, script, ["--help"]);

        Assert.Equal(0, code);
        Assert.Contains("Usage: ", said, StringComparison.Ordinal);
        Assert.Contains($"scripts/{script}", said, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^(#|set -)", said);
    }

    /// <summary>Rows: words for scripts/run, and those that the server must get.</summary>
    [Theory]
    [InlineData("--port 6000 --media-port 6001", "--port 6000 --media-port 6001")]
    [InlineData("--sign-in-link", "--sign-in-link")]
    [InlineData("--Media:Tcp false --Media:RelaySecret=--s", "--Media:Tcp false --Media:RelaySecret=--s")]
    public async Task Run_hands_settings_on_to_the_server(string words, string expected)
    {
        var (code, said, _) = await RunStubbedAsync(words.Split(' '));

        Assert.Equal(0, code);
        Assert.EndsWith($" {expected}\n", said, StringComparison.Ordinal);
    }

    /// <summary>Rows: words for scripts/run, and what must be said of them.</summary>
    [Theory]
    [InlineData("--prot 6000", "\"--prot\"")]
    [InlineData("bogus", "\"bogus\"")]
    [InlineData("--Media:Tcp", "--Media:Tcp needs a value")]
    [InlineData("--Media:Tcp --demo", "--Media:Tcp needs a value")]
    [InlineData("--port many", "--port needs a number")]
    public async Task Run_names_the_word_that_it_refuses(string words, string named)
    {
        var (code, said, complaint) = await RunStubbedAsync(words.Split(' '));

        Assert.Equal(2, code);
        Assert.Contains(named, complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("LiveDialogue.Server.dll", said, StringComparison.Ordinal);
    }

    // scripts/run as it is, among stand-ins for what it calls: a dotnet that says its arguments.
    private static async Task<(int Code, string Said, string Complaint)> RunStubbedAsync(string[] words)
    {
        var root = Directory.CreateTempSubdirectory("livedialogue-scripts-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(root, "scripts"));
            Directory.CreateDirectory(Path.Combine(root, "src/LiveDialogue.Server"));
            File.Copy(Path.Combine(Repository.Root, "scripts/run"), Path.Combine(root, "scripts/run"));
            Executable(Path.Combine(root, "scripts/setup"), "exit 0");
            Executable(Path.Combine(root, "dotnet"), "echo dotnet \"$@\"");
            return await RunAsync(root, "run", words);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<(int Code, string Said, string Complaint)> RunAsync(string root, string script, string[] words)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine("scripts", script), .. words])
        {
            WorkingDirectory = root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{root}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
        var said = process.StandardOutput.ReadToEndAsync();
        var complaint = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await said, await complaint);
    }

    private static void Executable(string path, string line)
    {
        File.Copy(Path.Combine(Repository.Root, "scripts/run"), path);    // with its permission to be executed
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{line}\n");
    }
}
