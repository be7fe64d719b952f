using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Tests.Program;

/// <summary>No picture, and a constant in the place of sound.</summary>
internal sealed class HumInputs : IProgramInputs
{
    public const float Level = 0.25f;

    public SourcePicture Take(SourceId source, MonoTime now) => default;

    public void Set(IReadOnlyList<MixInput> inputs) { }

    public void Receive(SourceId source, InputCodec codec, ReadOnlySpan<byte> rtp, long senderMicroseconds, MonoTime arrival) { }

    public void PullSound(Span<float> samples, MonoTime now) => samples.Fill(Level);

    public Task<bool> SetPhotoAsync(string speaker, ReadOnlyMemory<byte> image, CancellationToken ct) => Task.FromResult(true);

    public void Dispose() { }
}
