using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Workers;

/// <summary>
/// Starts real child processes. Limits and privileges are lowered by util-linux's prlimit and setpriv, which replace themselves by the program, so that
/// the process's id is the program's. The working folder is /: paths in arguments are absolute. Thread-safe.
/// </summary>
public sealed class WorkerStarter : IWorkerStarter
{
    private readonly ILogger _log;
    private readonly Lazy<WorkerWrapping> _wrapping;

    public WorkerStarter(ILogger log)
    {
        _log = log;
        _wrapping = new(Probe);
    }

    public IWorkerProcess Start(WorkerCommand command)
    {
        var program = WorkerWrapping.Find(command.Program) ?? throw new WorkerStartException($"{command.Program} isn't installed, or isn't on the PATH.");
        var wrapping = _wrapping.Value;
        if (command.Private.Length == 0) return new WorkerProcess(Run(wrapping.Wrap(program, command.Arguments, command.Limits)), command.Secrets);

        var told = Tell(command, wrapping);
        try
        {
            var arguments = command.Arguments.Select(word => word == WorkerCommand.PrivateFile ? told.Path : word);
            return new WorkerProcess(Run(wrapping.Wrap(program, [.. arguments], command.Limits)), command.Secrets, told);
        }
        catch
        {
            told.Dispose();
            throw;
        }
    }

    private static PrivateFile Tell(WorkerCommand command, WorkerWrapping wrapping)
    {
        if (OperatingSystem.IsWindows()) throw new WorkerStartException("Nothing can be told in private here.");
        try
        {
            return new(command.Private, command.Limits.Unprivileged && wrapping.AsNobody);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WorkerStartException($"There is nowhere to tell it in private: {failure.GetType().Name}", failure);
        }
    }

    private static Process Run(IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo(words[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var word in words.Skip(1)) start.ArgumentList.Add(word);
        // Nothing of ours is inherited: connection strings and keys travel in environments.
        start.Environment.Clear();
        start.Environment["PATH"] = WorkerWrapping.SearchPath;
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["HOME"] = "/nonexistent";
        try
        {
            return Process.Start(start) ?? throw new WorkerStartException($"{words[0]} did not start.");
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException)
        {
            throw new WorkerStartException($"{words[0]} can't be run: {failure.Message}", failure);
        }
    }

    // What the machine lets us lower, found by lowering it once: a container may lack the capabilities although we are root.
    private WorkerWrapping Probe()
    {
        var limits = WorkerWrapping.Find("prlimit");
        var privileges = WorkerWrapping.Find("setpriv");
        if (limits is not null && !Works([limits, "--nofile=64", "--core=0", "--", "true"])) limits = null;
        var asNobody = privileges is not null && Environment.IsPrivilegedProcess && Works([privileges, .. WorkerWrapping.Nobody, "true"]);
        if (privileges is not null && !asNobody && !Works([privileges, .. WorkerWrapping.NoNewPrivileges, "true"])) privileges = null;

        if (limits is null) Log.NoLimits(_log);
        if (privileges is null) Log.NoPrivilegesDropped(_log);
        else if (Environment.IsPrivilegedProcess && !asNobody) Log.WorkersStayRoot(_log);
        return new(limits, privileges, asNobody);
    }

    private static bool Works(IReadOnlyList<string> words)
    {
        try
        {
            using var process = Run(words);
            process.StandardInput.Close();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (WorkerStartException)
        {
            return false;
        }
    }
}
