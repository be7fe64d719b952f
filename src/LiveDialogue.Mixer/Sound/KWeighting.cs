namespace LiveDialogue.Mixer.Sound;

/// <summary>The ear's weighting of ITU-R BS.1770-4 Annex 1 at 48 kHz, one channel: a shelf for the head, then a high-pass. Mutable: keep it in a field.</summary>
internal struct KWeighting
{
    private double _shelf1, _shelf2, _pass1, _pass2;

    public double Next(double sample)
    {
        // Direct form II, transposed.
        var shelved = (1.53512485958697 * sample) + _shelf1;
        _shelf1 = (-2.69169618940638 * sample) + (1.69065929318241 * shelved) + _shelf2;
        _shelf2 = (1.19839281085285 * sample) - (0.73248077421585 * shelved);

        var passed = shelved + _pass1;
        _pass1 = (-2 * shelved) + (1.99004745483398 * passed) + _pass2;
        _pass2 = shelved - (0.99007225036621 * passed);
        return passed;
    }
}
