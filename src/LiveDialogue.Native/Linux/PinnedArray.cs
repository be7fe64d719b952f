using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiveDialogue.Native.Linux;

/// <summary>An array the collector never moves, so that the kernel may be given its address once.</summary>
internal sealed unsafe class PinnedArray<T>(int length) where T : unmanaged
{
    private readonly T[] _items = GC.AllocateArray<T>(length, pinned: true);

    internal T* Pointer => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_items));

    internal Span<T> Span => _items;
}
