namespace LiveDialogue.Server.Ops;

/// <summary>Something that has figures for <c>/metrics</c>. Registered as a singleton by its slice; called from any thread.</summary>
public interface IMetricSource
{
    void Write(MetricWriter metrics);
}
