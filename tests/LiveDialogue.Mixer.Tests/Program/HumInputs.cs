using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Tests.Program;

/// <summary>No picture, and a constant in the place of sound.</summary>
internal sealed class HumInputs : IProgramInputs
{
    public const float Level = 0.25f;

    private int _pulled;

    public SourcePicture Take(SourceId source, MonoTime now) => default;

    public void Set(IReadOnlyList<MixInput> inputs) { }

    public void Receive(SourceId source, InputCodec codec, ReadOnlySpan<byte> rtp, long senderMicroseconds, MonoTime arrival) { }

    /// <summary>Which of its frames fail.</summary>
    public Predicate<int>? IsFaulty { get; init; }

    public void PullSound(Span<float> samples, MonoTime now)
    {
        samples.Fill(Level);
        if (IsFaulty?.Invoke(_pulled++) == true) throw new InvalidOperationException("not foreseen");
    }

    public Task<bool> SetPhotoAsync(string speaker, ReadOnlyMemory<byte> image, bool isMoment, CancellationToken ct) => Task.FromResult(true);

    public void RemovePhoto(string speaker) { }

    public void ForgetSeen(string speaker) { }

    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}
