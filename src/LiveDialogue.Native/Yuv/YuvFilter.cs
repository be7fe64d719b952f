namespace LiveDialogue.Native.Yuv;

/// <summary>libyuv's ways of scaling, from fast to thorough; the values are its own.</summary>
public enum YuvFilter
{
    /// <summary>The nearest pixel.</summary>
    None = 0,

    Linear = 1,

    /// <summary>Four neighbours: enough down to a half.</summary>
    Bilinear = 2,

    /// <summary>All pixels that fall into one: without shimmer at any reduction.</summary>
    Box = 3,
}
