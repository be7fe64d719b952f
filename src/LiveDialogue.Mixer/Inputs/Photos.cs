namespace LiveDialogue.Mixer.Inputs;

/// <summary>What may stand in for one speaker's camera. Whoever keeps this holds each frame once.</summary>
/// <param name="Portrait">Given to stand for the person: also while the camera is off.</param>
/// <param name="Moment">What the camera saw: for as long as the camera is on.</param>
internal sealed record Photos(Photo? Portrait, Photo? Moment)
{
    public static readonly Photos None = new(null, null);

    public Photo? Newest => Moment ?? Portrait;

    /// <summary>A newer moment leaves the portrait; a newer portrait stands before the moments of before.</summary>
    public Photos With(Photo photo) => photo.IsMoment ? this with { Moment = photo } : new(photo, null);

    public void Hold()
    {
        Portrait?.Frame.Hold();
        Moment?.Frame.Hold();
    }

    public void Release()
    {
        Portrait?.Frame.Release();
        Moment?.Frame.Release();
    }
}
