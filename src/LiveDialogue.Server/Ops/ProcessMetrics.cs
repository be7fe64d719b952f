using System.Globalization;

namespace LiveDialogue.Server.Ops;

/// <summary>What this process costs: the measurements divide by these.</summary>
internal sealed class ProcessMetrics : IMetricSource
{
    public void Write(MetricWriter metrics)
    {
        metrics.Counter("process_cpu_seconds_total", "User and system CPU time.", Environment.CpuUsage.TotalTime.TotalSeconds);
        metrics.Gauge("process_resident_memory_bytes", "Working set.", Environment.WorkingSet);
        metrics.Counter("dotnet_gc_allocated_bytes_total", "Bytes allocated on the managed heap since the start.", GC.GetTotalAllocatedBytes(precise: false));
        metrics.Gauge("dotnet_gc_heap_bytes", "Managed heap after the last collection, without what is free in it.", GC.GetGCMemoryInfo().HeapSizeBytes);
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            metrics.Counter("dotnet_gc_collections_total", "Garbage collections.", GC.CollectionCount(generation), ("generation", generation.ToString(CultureInfo.InvariantCulture)));
        metrics.Counter("dotnet_gc_pause_seconds_total", "Time all threads stood still for the collector.", GC.GetTotalPauseDuration().TotalSeconds);
        metrics.Gauge("dotnet_threadpool_threads", "Threads of the pool.", ThreadPool.ThreadCount);
    }
}
