using System.Globalization;
using LiveDialogue.Server.Ops;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Doctor;

/// <summary>The program's switch <c>--doctor</c>: looks at this machine with the server's own configuration, and changes nothing.</summary>
internal static class Examination
{
    public const string Switch = "--doctor";

    /// <returns>0: nothing is wrong, though there may be warnings; 1: something is; 78: the configuration can't be read.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        Patient patient;
        try
        {
            patient = Patient.Of(WebApplication.CreateBuilder(CommandLine.ToConfiguration(args.Where(arg => arg != Switch))).Configuration);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or InvalidDataException or UriFormatException)
        {
            await output.WriteLineAsync(Finding.Problem("configuration", error.Message).ToString());
            return StartRefusal.ExitCode;
        }
        return await ReportAsync(ExamineAsync(patient, CancellationToken.None), output);
    }

    /// <summary>Everything there is to look at, what matters most first.</summary>
    public static async IAsyncEnumerable<Finding> ExamineAsync(Patient patient, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var finding in Configured(patient)) yield return finding;
        foreach (var finding in LibraryChecks.Look(patient)) yield return finding;
        foreach (var finding in SystemChecks.Look(patient)) yield return finding;
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5) };
        await foreach (var finding in PortChecks.LookAsync(patient, http, ct)) yield return finding;
        await foreach (var finding in AddressChecks.LookAsync(patient, http, ct)) yield return finding;
        await foreach (var finding in RelayChecks.LookAsync(patient, ct)) yield return finding;
    }

    private static async Task<int> ReportAsync(IAsyncEnumerable<Finding> findings, TextWriter output)
    {
        var counts = new int[3];
        await foreach (var finding in findings)
        {
            counts[(int)finding.Severity]++;
            await output.WriteLineAsync(finding.ToString());
        }
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"doctor: {counts[(int)Severity.Ok]} ok, {counts[(int)Severity.Warning]} warnings, {counts[(int)Severity.Problem]} problems"));
        return counts[(int)Severity.Problem] == 0 ? 0 : 1;
    }

    // What the server itself would refuse at its start.
    private static IEnumerable<Finding> Configured(Patient patient)
    {
        var wrong = new List<string>();
        Validate(new ServerOptionsValidator().Validate(null, patient.Server));
        Validate(new ServerOptionsRules().Validate(null, patient.Server));
        Validate(new Media.MediaOptionsValidator().Validate(null, patient.Media));
        Validate(new Programs.ProgramOptionsValidator().Validate(null, patient.Program));
        try
        {
            _ = patient.Media.ToSfu();
        }
        catch (OptionsValidationException error)
        {
            wrong.Add(error.Message);
        }
        return wrong.Count == 0 ? [Finding.Ok("configuration", "can be read")] : wrong.Select(text => Finding.Problem("configuration", text));

        void Validate(ValidateOptionsResult result)
        {
            if (result.Failed) wrong.AddRange(result.Failures!);    // there when it failed
        }
    }
}
