namespace LiveDialogue.Server.Translation.Detection;

/// <summary>What a text was found to be in.</summary>
/// <param name="Language">BCP 47, the primary subtag.</param>
/// <param name="Confidence">0 to 1 in hundredths, the reader's own language taken into account; 1 is a person's word.</param>
public sealed record DetectedLanguage(string Language, double Confidence)
{
    /// <summary>From here on the text is believed rather than the asker's settings.</summary>
    public const double Certain = 0.7;
}
