namespace LiveDialogue.Sfu.Security;

/// <summary>Runs handshake steps (worker threads | at once, for tests on virtual time). A signature must not delay a packet.</summary>
internal interface IHandshakes
{
    /// <summary>Runs the step some time soon, then calls its <see cref="HandshakeStep.Completed"/>. From any thread.</summary>
    void Run(HandshakeStep step);
}
