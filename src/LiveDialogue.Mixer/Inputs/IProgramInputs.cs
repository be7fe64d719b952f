using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>Everybody's sound and pictures, as the program takes them.</summary>
internal interface IProgramInputs : IInputPictures, IDisposable
{
    /// <summary>Who is in the mix; who isn't named is dropped.</summary>
    void Set(IReadOnlyList<MixInput> inputs);

    /// <summary>Any thread; copied.</summary>
    void Receive(SourceId source, InputCodec codec, ReadOnlySpan<byte> rtp, long senderMicroseconds, MonoTime arrival);

    /// <summary>The program's thread, every 20 ms: the next frame of the mix.</summary>
    /// <param name="samples">960 stereo pairs, overwritten.</param>
    void PullSound(Span<float> samples, MonoTime now);

    Task<bool> SetPhotoAsync(string speaker, ReadOnlyMemory<byte> image, bool isMoment, CancellationToken ct);

    void RemovePhoto(string speaker);

    void ForgetSeen(string speaker);
}
