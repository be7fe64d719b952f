using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using NodaTime;

namespace LiveDialogue.Server.Tests.Schedule;

/// <summary>Two TZDB versions as files: 2019c, which NodaTime 2.4.7 carries, and the one of the NodaTime we are built with.</summary>
internal static class OldRules
{
    private const string Resource = "NodaTime.TimeZones.Tzdb.nzd";

    public static byte[] Old { get; } = ReadResource(Path.Combine(AppContext.BaseDirectory, "NodaTime-2.4.7.dll"));

    public static byte[] Present { get; } = ReadPresent();

    private static byte[] ReadPresent()
    {
        using var stream = typeof(DateTimeZone).Assembly.GetManifestResourceStream(Resource)!;   // NodaTime's own
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    // The assembly is read, not loaded: two NodaTimes in a process would be one too many.
    private static byte[] ReadResource(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var resource = metadata.ManifestResources.Select(metadata.GetManifestResource).Single(r => metadata.GetString(r.Name) == Resource);
        var resources = file.GetSectionData(file.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);   // a managed assembly has one
        var reader = resources.GetReader((int)resource.Offset, resources.Length - (int)resource.Offset);
        return reader.ReadBytes(reader.ReadInt32());
    }
}
