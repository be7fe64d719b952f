using LiveDialogue.Native.Yuv;

namespace LiveDialogue.Mixer.Picture;

/// <summary>The smaller layers of the program, scaled here since that is cheaper than letting the encoder do it.</summary>
internal static class Ladder
{
    /// <summary>Scales the whole of one frame to the other's size; by halves it costs next to nothing.</summary>
    public static void Scale(Frame from, Frame to) =>
        YuvOps.Scale(from.Picture, PictureArea.Whole(from.Picture), to.Picture, PictureArea.Whole(to.Picture), YuvFilter.Box);
}
