using System.Globalization;

namespace LiveDialogue.Server.Ops;

/// <summary>HTTP requests answered, by status. Thread-safe.</summary>
internal sealed class RequestCounts : IMetricSource
{
    private readonly long[] _byStatus = new long[600];

    public void Count(int status)
    {
        if (status is >= 0 and < 600) Interlocked.Increment(ref _byStatus[status]);
    }

    public void Write(MetricWriter metrics)
    {
        for (var status = 0; status < _byStatus.Length; status++)
            if (Volatile.Read(ref _byStatus[status]) is > 0 and var count)
                metrics.Counter("http_requests_total", "HTTP requests answered.", count, ("status", status.ToString(CultureInfo.InvariantCulture)));
    }
}
