namespace LiveDialogue.Native.Yuv;

/// <summary>The machine lacks libyuv, without which no program can be mixed. The message tells the operator what to install.</summary>
public sealed class YuvMissingException()
    : Exception($"{LibYuv.Name} can't be loaded. Mixing a program needs libyuv: install the package libyuv0 (Debian, Ubuntu) or libyuv (Fedora) and start again.");
