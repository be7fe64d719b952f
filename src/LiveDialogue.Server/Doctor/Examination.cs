using System.Globalization;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Schedule.Reminders;
using LiveDialogue.Server.Translation;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Doctor;

/// <summary>The program's switch <c>--doctor</c>: looks at this machine with the server's own configuration, and changes nothing.</summary>
internal static class Examination
{
    public const string Switch = "--doctor";
    private const string Subject = "configuration";

    /// <returns>0: nothing is wrong, though there may be warnings; 1: something is; 78: a setting can't be what it is set to, so nothing was looked at.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var words = args.Where(arg => arg != Switch).ToList();
        try
        {
            var configuration = WebApplication.CreateBuilder(CommandLine.ToConfiguration(words)).Configuration;
            var strays = CommandLine.Strays(words).Concat(Settings.Unknown(configuration)).Distinct(StringComparer.Ordinal).ToList();
            var impossible = Settings.Impossible(configuration).ToList();
            if (impossible.Count == 0)
            {
                var patient = Patient.Of(configuration);
                impossible.AddRange(Refused(patient));
                if (impossible.Count == 0) return await ReportAsync(ExamineAsync(patient, CancellationToken.None, strays), output);
            }
            // What the server would refuse isn't tried on the machine either.
            foreach (var text in strays.Concat(impossible)) await output.WriteLineAsync(Finding.Problem(Subject, text).ToString());
            await output.WriteLineAsync("doctor: nothing else was looked at; correct this first");
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or InvalidDataException)
        {
            await output.WriteLineAsync(Finding.Problem(Subject, error.Message).ToString());
        }
        return StartRefusal.ExitCode;
    }

    /// <summary>Everything there is to look at, what matters most first.</summary>
    /// <param name="strays">What was set and is no setting.</param>
    public static async IAsyncEnumerable<Finding> ExamineAsync(
        Patient patient, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct, IReadOnlyList<string>? strays = null)
    {
        foreach (var finding in Configured(patient, strays ?? [])) yield return finding;
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
        await output.WriteLineAsync($"doctor: {counts[(int)Severity.Ok]} ok, {Counted(Severity.Warning)}, {Counted(Severity.Problem)}");
        return counts[(int)Severity.Problem] == 0 ? 0 : 1;

        string Counted(Severity severity) => string.Create(
            CultureInfo.InvariantCulture, $"{counts[(int)severity]} {severity.ToString().ToLowerInvariant()}{(counts[(int)severity] == 1 ? "" : "s")}");
    }

    private static IEnumerable<Finding> Configured(Patient patient, IReadOnlyList<string> strays)
    {
        var wrong = strays.ToList();
        try
        {
            _ = patient.Media.ToSfu();
        }
        catch (OptionsValidationException error)
        {
            wrong.Add(error.Message);
        }
        return wrong.Count == 0 ? [Finding.Ok(Subject, "can be read")] : wrong.Select(text => Finding.Problem(Subject, text));
    }

    // What the server itself would refuse at its start, beside addresses and relays: those are looked at one by one.
    private static IEnumerable<string> Refused(Patient patient)
    {
        ValidateOptionsResult[] results =
        [
            new ServerOptionsValidator().Validate(null, patient.Server),
            new ServerOptionsRules().Validate(null, patient.Server),
            new Media.MediaOptionsValidator().Validate(null, patient.Media),
            new Programs.ProgramOptionsValidator().Validate(null, patient.Program),
            new TranslationOptionsValidator().Validate(null, patient.Translation),
            new TranslationOptionsRules().Validate(null, patient.Translation),
            new MailOptionsValidator().Validate(null, patient.Mail),
            new MailOptionsRules().Validate(null, patient.Mail),
        ];
        return results.SelectMany(result => result.Failures ?? []);
    }
}
