using System.Runtime.InteropServices;

namespace LiveDialogue.Native.Icu;

/// <summary>The break iterator of the newest ICU on this machine. Its functions carry the version in their names (ubrk_open_72), so they are looked up.</summary>
internal sealed unsafe class LibIcu
{
    internal const int Line = 2;
    internal const int Done = -1;

    private const int Oldest = 60, Newest = 99;

    private LibIcu(nint open, nint next, nint close)
    {
        Open = (delegate* unmanaged<int, byte*, char*, int, int*, nint>)open;
        Next = (delegate* unmanaged<nint, int>)next;
        Close = (delegate* unmanaged<nint, void>)close;
    }

    /// <summary>Null where ICU isn't installed.</summary>
    internal static LibIcu? Loaded { get; } = Load();

    /// <summary>ubrk_open(type, locale, text, length in UTF-16 units, status); the text must stay where it is until closed.</summary>
    internal delegate* unmanaged<int, byte*, char*, int, int*, nint> Open { get; }

    internal delegate* unmanaged<nint, int> Next { get; }

    internal delegate* unmanaged<nint, void> Close { get; }

    private static LibIcu? Load()
    {
        for (var version = Newest; version >= Oldest; version--)
        {
            if (NativeLibrary.TryLoad($"libicuuc.so.{version}", out var library)
                && NativeLibrary.TryGetExport(library, $"ubrk_open_{version}", out var open)
                && NativeLibrary.TryGetExport(library, $"ubrk_next_{version}", out var next)
                && NativeLibrary.TryGetExport(library, $"ubrk_close_{version}", out var close))
            {
                return new(open, next, close);
            }
        }
        return null;
    }
}
