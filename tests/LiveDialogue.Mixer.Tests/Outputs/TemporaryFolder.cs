namespace LiveDialogue.Mixer.Tests.Outputs;

/// <summary>Gone when the test is over.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("outputs-").FullName;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    public string Read(string file) => File.ReadAllText(this[file]);

    public byte[] ReadBytes(string file) => File.ReadAllBytes(this[file]);

    public void Write(string file, string content) => File.WriteAllText(this[file], content);

    public void Write(string file, byte[] content) => File.WriteAllBytes(this[file], content);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
