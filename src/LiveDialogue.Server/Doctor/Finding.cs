namespace LiveDialogue.Server.Doctor;

/// <summary>How bad it is. A problem keeps people out or loses something; a warning costs quality, or will be a problem.</summary>
internal enum Severity
{
    Ok,
    Warning,
    Problem,
}

/// <param name="Subject">A word or two: what was looked at.</param>
/// <param name="Text">What was found and, unless all is well, what to do.</param>
internal sealed record Finding(Severity Severity, string Subject, string Text)
{
    public static Finding Ok(string subject, string text) => new(Severity.Ok, subject, text);

    public static Finding Warning(string subject, string text) => new(Severity.Warning, subject, text);

    public static Finding Problem(string subject, string text) => new(Severity.Problem, subject, text);

    public override string ToString() => $"{Severity.ToString().ToLowerInvariant(),-8} {Subject}: {Text}";
}
