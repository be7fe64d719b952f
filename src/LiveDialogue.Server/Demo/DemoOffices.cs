using System.Diagnostics;
using System.Text.Json;

namespace LiveDialogue.Server.Demo;

/// <summary>Runs the simulator as a process of its own while the server runs, and starts it again when it dies.</summary>
internal sealed class DemoOffices(DemoEvent demo, IHostApplicationLifetime lifetime, IConfiguration configuration, TimeProvider time, ILogger<DemoOffices> log) : BackgroundService
{
    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken);
        var live = await demo.EnsureAsync(stoppingToken);
        var (simulated, console) = await demo.InviteAllAsync(live, stoppingToken);
        // The link is printed, not logged: logs carry no tokens.
        await Console.Out.WriteLineAsync($"\nThe demo is live:\n  audience  {simulated.Offices[0].Server}/e/{live.Slug}\n  console   {console}\n");

        var input = JsonSerializer.Serialize(simulated, JsonSerializerOptions.Web);
        while (!stoppingToken.IsCancellationRequested)
        {
            var exitCode = await RunAsync(input, stoppingToken);
            Log.SimulatorEnded(log, exitCode, RestartAfter);
            await Task.Delay(RestartAfter, time, stoppingToken);
        }
    }

    private async Task<int> RunAsync(string input, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true };
        start.ArgumentList.Add(configuration["Simulator"] ?? BesideOurBuild());
        start.ArgumentList.Add("demo");
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start the simulator");
        try
        {
            await process.StandardInput.WriteLineAsync(input.AsMemory(), ct);
            await process.StandardInput.FlushAsync(ct);
            await process.WaitForExitAsync(ct);   // the pipe stays open: its end tells the simulator that we are gone
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>…/LiveDialogue.Server/bin/Release/net10.0 → …/LiveDialogue.Simulator/bin/Release/net10.0.</summary>
    private static string BesideOurBuild() => Path.Combine(
        AppContext.BaseDirectory.Replace("LiveDialogue.Server", "LiveDialogue.Simulator", StringComparison.Ordinal), "LiveDialogue.Simulator.dll");

    private async Task StartedAsync(CancellationToken ct)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(ct);
    }
}
